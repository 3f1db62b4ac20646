package io.groundtrack.job.cli;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.optimiser.AdamWOptions;
import io.groundtrack.model.optimiser.Decay;
import io.groundtrack.model.pretraining.Outcome;
import io.groundtrack.model.pretraining.PretrainOptions;
import io.groundtrack.model.pretraining.PretrainPlan;
import io.groundtrack.model.pretraining.Pretraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code model pretrain}: trains a CSMAE or CSMoE on folders of patches; goes on where it ended.
 */
@Command(
        name = "pretrain",
        mixinStandardHelpOptions = true,
        description = {
            "Pretrains a model on patches that `groundtrack patches` wrote.",
            "Both sensors are masked, and reconstructed from themselves and from each other. Killed or stopped, the same command goes on from the last checkpoint in --out; the end is, to the bit, that of an unbroken run on the same machine and number of threads."
        })
final class ModelPretrainCommand implements Callable<Integer> {

    /** What is trained. */
    static final class What {
        @Option(
                names = "--preset",
                paramLabel = "NAME",
                required = true,
                description = "Such as csmoe-nano or csmae-nano.")
        String preset;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "A model's config.json.")
        Path config;
    }

    /** How long. */
    static final class Length {
        @Option(names = "--steps", required = true, description = "Steps of the whole run.")
        Long steps;

        @Option(names = "--epochs", required = true, description = "Times to visit every patch.")
        Long epochs;
    }

    @ArgGroup(multiplicity = "1")
    What what;

    @ArgGroup(multiplicity = "1")
    Length length;

    @Option(
            names = "--patches",
            paramLabel = "DIR",
            required = true,
            description = "Folder with manifest.json and shards; repeatable.")
    List<Path> patches;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder of the run: log.csv, checkpoints, and at the end the model.")
    Path out;

    @Option(
            names = "--name",
            description =
                    "Of the model and its folder in --out (default: the preset's, or 'model').")
    String name;

    @Option(
            names = "--bands",
            paramLabel = "FILE",
            description =
                    "A model's bands.json (default: BigEarthNet's twelve bands and statistics).")
    Path bands;

    @Option(
            names = "--scale-init",
            paramLabel = "SCALE",
            description = {
                "Where the scales of Soft MoE's logits start (default: the configuration's, 1 in",
                "presets; 30 learns faster: docs/model.md)."
            })
    Double scaleInit;

    @Option(
            names = "--batch",
            defaultValue = "64",
            description = "Patches a step (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--lr",
            defaultValue = "1e-4",
            description = "Highest learning rate (default: ${DEFAULT-VALUE}).")
    double learningRate;

    @Option(
            names = "--warmup",
            paramLabel = "STEPS",
            description = "Steps until the highest rate, then half a cosine (default: a tenth).")
    Long warmUp;

    @Option(
            names = "--decay",
            defaultValue = "matrices",
            description = {
                "Which weights decay: matrices = not norms, biases, class and mask tokens, slots and",
                "scale of Soft MoE; all = as the official code (default: ${DEFAULT-VALUE})."
            })
    Decay decay;

    @Option(
            names = "--weight-decay",
            defaultValue = "0.05",
            description = "Share of the rate (default: ${DEFAULT-VALUE}).")
    double weightDecay;

    @Option(
            names = "--betas",
            defaultValue = "0.9,0.95",
            split = ",",
            description = "Of AdamW (default: ${DEFAULT-VALUE}).")
    double[] betas;

    @Option(
            names = "--clip",
            defaultValue = "0",
            description = "Largest norm of all gradients; 0 = none (default: ${DEFAULT-VALUE}).")
    double clip;

    @Option(
            names = "--ema",
            defaultValue = "0",
            description = {
                "What a moving average of the weights keeps each step, such as 0.999; the average is",
                "then what is measured and left; 0 = none (default: ${DEFAULT-VALUE})."
            })
    double ema;

    @Option(
            names = "--seed",
            defaultValue = "42",
            description = "Of weights, order, masks and turns (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Of the places, never trained on (default: ${DEFAULT-VALUE}).")
    double heldOut;

    @Option(names = "--no-turning", description = "No flips and quarter turns.")
    boolean noTurning;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            defaultValue = "100",
            description = "Steps between checkpoints (default: ${DEFAULT-VALUE}).")
    long checkpointEvery;

    @Option(
            names = "--keep",
            defaultValue = "2",
            description = "Checkpoints that stay (default: ${DEFAULT-VALUE}).")
    int keep;

    @Option(
            names = "--log-every",
            paramLabel = "STEPS",
            defaultValue = "1",
            description = "Steps a line of log.csv (default: ${DEFAULT-VALUE}).")
    long logEvery;

    @Option(
            names = "--evaluate-every",
            paramLabel = "STEPS",
            description = "Steps between looks at held-out patches (default: a tenth of all).")
    Long evaluateEvery;

    @Option(
            names = "--held-out-patches",
            defaultValue = "512",
            description = "At most so many are looked at (default: ${DEFAULT-VALUE}).")
    int heldOutPatches;

    @Option(
            names = "--threads",
            defaultValue = "0",
            description = "Of the engine; 0 = its own choice (default: ${DEFAULT-VALUE}).")
    int threads;

    @Option(
            names = "--minutes",
            description = "Save and stop after so long; the same command goes on.")
    Double minutes;

    @Option(names = "--resume", description = "Fail where there is nothing to go on from.")
    boolean resume;

    @Option(
            names = "--evaluate-only",
            description = "Measure the newest checkpoint on held-out patches; train nothing.")
    boolean evaluateOnly;

    @Option(names = "--json", description = "One JSON object as the last line of stdout.")
    boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var checkpoints = out.resolve("checkpoints");
        if ((resume || evaluateOnly) && !Files.isDirectory(checkpoints)) {
            throw new IllegalArgumentException(
                    out + ": no run to go on from (expected: checkpoints of an earlier one)");
        }
        var plan = plan();
        try (var run = Pretraining.open(plan)) {
            if ((resume || evaluateOnly) && run.stepsDone() == 0) {
                throw new IllegalArgumentException(
                        out + ": no checkpoint yet (expected: at least one)");
            }
            return evaluateOnly ? evaluate(plan, run) : train(plan, run);
        }
    }

    private int train(PretrainPlan plan, Pretraining run) {
        long start = System.nanoTime();
        var progress = new PretrainProgress(spec.commandLine().getErr(), plan.options().steps());
        var outcome =
                run.run(
                        progress,
                        () -> minutes != null && System.nanoTime() - start > minutes * 60e9);
        progress.end();
        report(plan, run, outcome);
        return 0;
    }

    private int evaluate(PretrainPlan plan, Pretraining run) {
        var report = run.evaluate();
        if (report.isEmpty()) {
            throw new IllegalArgumentException(
                    "held-out: too few patches (expected: at least 2; raise --held-out)");
        }
        report(plan, run, new Outcome(run.stepsDone(), 0, report, Optional.empty()));
        return 0;
    }

    private void report(PretrainPlan plan, Pretraining run, Outcome outcome) {
        var result = spec.commandLine().getOut();
        outcome.heldOut().ifPresent(report -> result.println(report.text()));
        if (outcome.model().isPresent()) {
            result.println("model: " + outcome.model().get());
        } else if (!evaluateOnly) {
            result.println(
                    String.format(
                            Locale.ROOT,
                            "stopped after step %d of %d; the same command goes on",
                            outcome.steps(),
                            plan.options().steps()));
        }
        if (json) {
            result.println(PretrainResult.json(plan, run.description(), outcome));
        }
        result.flush();
    }

    private PretrainPlan plan() throws IOException {
        var config = startingScale(config());
        var bandsOfModel =
                bands == null
                        ? Bands.bigEarthNet()
                        : Bands.read(bands.toString(), Files.readAllBytes(bands));
        long steps =
                length.steps != null
                        ? length.steps
                        : Math.multiplyExact(
                                length.epochs,
                                Pretraining.stepsOfEpoch(
                                        patches, config, bandsOfModel, heldOut, batch));
        if (betas.length != 2) {
            throw new IllegalArgumentException(
                    "betas: " + betas.length + " numbers (expected: 2, such as 0.9,0.95)");
        }
        var options =
                new PretrainOptions(
                        seed,
                        steps,
                        batch,
                        learningRate,
                        warmUp == null ? steps / 10 : warmUp,
                        new AdamWOptions(betas[0], betas[1], 1e-8, weightDecay, decay),
                        clip,
                        ema,
                        heldOut,
                        !noTurning,
                        threads);
        var cadence =
                new PretrainPlan.Cadence(
                        checkpointEvery,
                        keep,
                        logEvery,
                        evaluateEvery == null ? Math.max(1, steps / 10) : evaluateEvery,
                        heldOutPatches);
        return new PretrainPlan(modelName(), config, bandsOfModel, patches, out, options, cadence);
    }

    private ModelConfig startingScale(ModelConfig config) {
        if (scaleInit == null) {
            return config;
        }
        if (!(scaleInit > 0 && scaleInit <= 1_000)) {
            throw new IllegalArgumentException(
                    "--scale-init: " + scaleInit + " (expected: above 0, at most 1000)");
        }
        return config.withSoftMoe(config.softMoe().withScaleInit(scaleInit));
    }

    private String modelName() {
        if (name != null) {
            return name;
        }
        return what.preset == null ? "model" : what.preset;
    }

    private ModelConfig config() throws IOException {
        if (what.config != null) {
            if (!Files.isRegularFile(what.config)) {
                throw new IllegalArgumentException(
                        "--config " + what.config + ": missing (expected: a config.json)");
            }
            return ModelConfig.read(what.config.toString(), Files.readAllBytes(what.config));
        }
        return Preset.named(what.preset)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "--preset: "
                                                + what.preset
                                                + " (expected: one of "
                                                + Preset.names()
                                                + ")"));
    }
}
