package io.groundtrack.job.cli;

import io.groundtrack.ingest.cutting.CutOptions;
import io.groundtrack.job.fitting.HeadFitting;
import io.groundtrack.job.fitting.SketchFitting;
import io.groundtrack.job.fitting.ThresholdFitting;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.checkpoint.Checkpoint;
import io.groundtrack.model.head.ClassificationHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code model}: makes what belongs to a model beside its weights; each part from a seed, by a
 * command that anyone can rerun.
 */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description =
                "Makes what belongs to a model beside its weights: sketch, then head, then thresholds.",
        subcommands = {
            ModelCommand.FitSketch.class,
            ModelCommand.FitHead.class,
            ModelCommand.Calibrate.class,
            ModelImportCommand.class,
            ModelEvaluateCommand.class,
            ModelCheckCommand.class,
            ModelDescribeCommand.class,
            ModelPretrainCommand.class,
            ModelCurvesCommand.class,
            CommandLine.HelpCommand.class
        })
final class ModelCommand implements Runnable {

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    /** What the three have in common. */
    abstract static class Fit implements Callable<Integer> {

        @Option(
                names = "--out",
                paramLabel = "DIR",
                description =
                        "Folder of the model's files (default: the model's own, or its place in the sources for a preset).")
        Path out;

        @Option(
                names = "--landscapes",
                description =
                        "Synthetic landscapes to fit on (default: 12, for thresholds 20: what the default model ships with).")
        Integer landscapes;

        @Mixin CommonArguments common = new CommonArguments();

        @CommandLine.Spec CommandLine.Model.CommandSpec spec;

        int landscapes(int usual) {
            return landscapes == null ? usual : landscapes;
        }

        MonitoringOptions options() throws IOException {
            return common.options(Map.of());
        }

        EmbeddingModel open(MonitoringOptions options) {
            return EmbeddingModel.open(
                    options.get(Options.MODEL_PATH), options.embedding().forModel());
        }

        Path folder(MonitoringOptions options) {
            if (out != null) {
                return out;
            }
            var model = options.get(Options.MODEL_PATH);
            return Files.isDirectory(Path.of(model))
                    ? Path.of(model)
                    : Path.of("model/src/main/resources/io/groundtrack/model", model);
        }

        void write(Path folder, String relative, byte[] bytes) {
            Checkpoint.put(folder, relative, bytes);
            say("wrote " + folder.resolve(relative) + " (" + bytes.length + " bytes)");
        }

        void say(String line) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }

        void progress(String line) {
            spec.commandLine().getErr().println(line);
        }
    }

    /** {@code model fit-sketch}. */
    @Command(
            name = "fit-sketch",
            mixinStandardHelpOptions = true,
            description =
                    "Fits the 16-number sketch of a cell's token on the synthetic landscape. Changes the modelId: fit the head again.")
    static final class FitSketch extends Fit {

        @Option(
                names = "--seed",
                defaultValue = "7001",
                description = "Seed of the first landscape (default: ${DEFAULT-VALUE}).")
        long seed;

        @Override
        public Integer call() throws Exception {
            var options = options();
            try (var model = open(options)) {
                write(
                        folder(options),
                        Checkpoint.SKETCH,
                        SketchFitting.fit(model, seed, landscapes(12), 4));
            }
            return 0;
        }
    }

    /** {@code model fit-head}. */
    @Command(
            name = "fit-head",
            mixinStandardHelpOptions = true,
            description =
                    "Fits the classification head (ridge, closed form) on the synthetic landscape with its true labels.")
    static final class FitHead extends Fit {

        @Option(
                names = "--seed",
                defaultValue = "8001",
                description = "Seed of the first landscape (default: ${DEFAULT-VALUE}).")
        long seed;

        @Option(
                names = "--lambda",
                defaultValue = "0.01",
                description = "Ridge penalty (default: ${DEFAULT-VALUE}).")
        double lambda;

        @Override
        public Integer call() throws Exception {
            var options = options();
            try (var model = open(options)) {
                var fitted = HeadFitting.fit(model, seed, landscapes(12), 8, lambda);
                var folder = folder(options);
                write(folder, ClassificationHead.DESCRIPTION_FILE, fitted.head().description());
                write(folder, ClassificationHead.WEIGHTS_FILE, fitted.head().weights());
                say(
                        String.format(
                                Locale.ROOT,
                                "model %s, %d patches; micro F1 on unseen landscapes: S1 %.3f, S2 %.3f, both %.3f",
                                model.modelId(),
                                fitted.patches(),
                                fitted.f1()[0],
                                fitted.f1()[1],
                                fitted.f1()[2]));
            }
            return 0;
        }
    }

    /** {@code model calibrate}. */
    @Command(
            name = "calibrate",
            mixinStandardHelpOptions = true,
            description = {
                "Calibrates the thresholds of change tracking on undisturbed synthetic patch-years.",
                "Allowed are at most 1 false confirmed alert in 100 patch-years (low band), 1 in 1,000 (high band)."
            })
    static final class Calibrate extends Fit {

        @Option(
                names = "--seed",
                defaultValue = "9001",
                description = "Seed of the first landscape (default: ${DEFAULT-VALUE}).")
        long seed;

        @Option(
                names = "--looks",
                defaultValue = "64",
                description =
                        "Looks of each Sentinel-1 orbit, one every 12 days (default: ${DEFAULT-VALUE}).")
        int looks;

        @Option(
                names = "--provisional-rate",
                defaultValue = "0.003",
                description =
                        "False provisional alerts allowed in a patch-year, low band; 0 = only confirmed ones count (default: ${DEFAULT-VALUE}).")
        double provisionalRate;

        @Override
        public Integer call() throws Exception {
            var options = options();
            var fitted =
                    ThresholdFitting.fit(
                            seed,
                            landscapes(20),
                            looks,
                            provisionalRate,
                            options.get(CutOptions.MIN_CLEAR),
                            options.change(),
                            this::progress);
            write(
                    folder(options),
                    "thresholds.json",
                    fitted.thresholds().json().getBytes(StandardCharsets.UTF_8));
            say(fitted.thresholds().json());
            var unseen = fitted.unseen();
            say(
                    String.format(
                            Locale.ROOT,
                            "unseen landscapes: %.0f patch-years, %d patches with a false alert, %d of them confirmed",
                            unseen.patchYears(),
                            unseen.provisional(),
                            unseen.confirmed()));
            return 0;
        }
    }
}
