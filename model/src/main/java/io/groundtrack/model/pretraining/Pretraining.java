package io.groundtrack.model.pretraining;

import ai.djl.ndarray.NDManager;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.TorchEngine;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.network.MaskedAutoencoder;
import io.groundtrack.model.optimiser.WarmUpCosine;
import io.groundtrack.model.pretraining.data.Batch;
import io.groundtrack.model.pretraining.data.BatchMaker;
import io.groundtrack.model.pretraining.data.TrainingSet;
import io.groundtrack.model.pretraining.files.RunFolder;
import io.groundtrack.model.pretraining.files.StepLog;
import io.groundtrack.model.pretraining.heldout.HeldOut;
import io.groundtrack.model.pretraining.heldout.HeldOutReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Pretrains a CSMAE or CSMoE on pairs of patches, as {@link PretrainPlan} says.
 *
 * <p>In: folders of patches → a folder with the model, {@code log.csv} and checkpoints. Goes on
 * from the newest checkpoint in the folder; the weights at the end are, to the bit, those of a run
 * that was never stopped, on the same machine with the same number of threads.
 *
 * <p>State: weights, two moments and perhaps an average of each; memory does not grow with steps or
 * patches. One thread at a time, one run at a time in a process.
 *
 * <p>Errors: {@link IllegalArgumentException} where patches, settings or the folder's earlier run
 * do not fit; {@link DivergedException} where a loss or gradient is not finite, naming step and
 * patches: the checkpoints before it stay.
 *
 * <p>Source: CSMAE (losses, schedule, initialisation).
 */
public final class Pretraining implements AutoCloseable {
    private final PretrainPlan plan;
    private final PretrainOptions options;
    private final TrainingSet patches;
    private final RunFolder folder;
    private final NDManager manager;
    private final Trainer trainer;
    private final BatchMaker batches;
    private final HeldOut heldOut;
    private final WarmUpCosine schedule;
    private final long stepsOfEpoch;
    private long step;
    private long measuredAt = -1;
    private Optional<HeldOutReport> measured = Optional.empty();

    /** Whole batches in one visit of every patch that is trained on. */
    public static long stepsOfEpoch(
            List<Path> patches, ModelConfig config, Bands bands, double heldOut, int batchSize) {
        return stepsOfEpoch(new TrainingSet(patches, config, bands, heldOut, 0), batchSize);
    }

    private static long stepsOfEpoch(TrainingSet patches, int batchSize) {
        if (patches.trainingSize() < batchSize) {
            throw new IllegalArgumentException(
                    "batch: "
                            + batchSize
                            + " (expected: at most the "
                            + patches.trainingSize()
                            + " patches to train on)");
        }
        return patches.trainingSize() / batchSize;
    }

    public static Pretraining open(PretrainPlan plan) {
        return new Pretraining(plan);
    }

    private Pretraining(PretrainPlan plan) {
        this.plan = plan;
        options = plan.options();
        schedule = options.schedule();
        var config = plan.config();
        var bands = plan.bands();
        patches = new TrainingSet(plan.patches(), config, bands, options.heldOut(), options.seed());
        stepsOfEpoch = stepsOfEpoch(patches, options.batchSize());
        batches = new BatchMaker(patches, config, bands, options.seed(), options.turning());
        heldOut =
                new HeldOut(
                        batches,
                        config,
                        options.batchSize(),
                        patches.heldOutSize(),
                        plan.cadence().heldOutPatches());
        folder = RunFolder.open(plan.out(), RunSettings.of(plan, patches));
        NDManager opened = null;
        try {
            opened = TorchEngine.newManager(new ModelOptions(1, options.threads(), "cpu"));
            manager = opened;
            var network = new MaskedAutoencoder(config, bands.s1().count(), bands.s2().count());
            var newest = folder.newest();
            if (newest.isPresent()) {
                step = RunFolder.stepOf(newest.get());
                trainer = StateFile.read(newest.get(), step, manager, network, options);
            } else {
                var drawn = new DrawnWeights(options.seed(), config.softMoe().scaleInit());
                trainer = new Trainer(manager, network, options, drawn);
            }
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            folder.close();
            throw e;
        }
    }

    /** Steps done so far. */
    public long stepsDone() {
        return step;
    }

    /** Says what is about to be trained, on one line. */
    public String description() {
        return plan.name()
                + ", "
                + options.steps()
                + " steps of "
                + options.batchSize()
                + " out of "
                + patches.trainingSize()
                + " patches ("
                + patches.heldOutSize()
                + " held out)";
    }

    /**
     * Trains to the end, or until {@code stop} says so: then the state is saved and the next run in
     * this folder goes on.
     */
    public Outcome run(PretrainListener listener, BooleanSupplier stop) {
        long start = System.nanoTime();
        listener.started(step, description());
        var columns = LogColumns.of(trainer.scales().keySet());
        try (var log = StepLog.open(folder.log(), columns, step == 0 ? -1 : step)) {
            if (step == 0) {
                measure(listener).ifPresent(report -> log.row(0, report.columns()));
            }
            while (step < options.steps()) {
                advance(log, listener);
                boolean last = step == options.steps();
                boolean stopped = !last && stop.getAsBoolean();
                if (last || stopped || step % plan.cadence().checkpointEvery() == 0) {
                    listener.saved(step, save());
                }
                if (stopped) {
                    return new Outcome(step, seconds(start), Optional.empty(), Optional.empty());
                }
            }
        }
        Optional<HeldOutReport> report = measure(listener);
        Path model = finish(report);
        return new Outcome(step, seconds(start), report, Optional.of(model));
    }

    private void advance(StepLog log, PretrainListener listener) {
        long start = System.nanoTime();
        long epoch = step / stepsOfEpoch;
        Batch batch = batches.training(epoch, step % stepsOfEpoch, options.batchSize());
        double rate = schedule.rate(step);
        Trainer.Step done = trainer.step(batch, rate);
        if (!done.finite()) {
            throw new DivergedException(
                    "step "
                            + (step + 1)
                            + ": loss "
                            + done.total()
                            + ", gradient norm "
                            + done.gradientNorm()
                            + " (expected: finite); patches of the batch: "
                            + String.join(", ", batch.ids()));
        }
        step++;
        var report =
                new StepReport(
                        step,
                        epoch,
                        rate,
                        done.total(),
                        done.s1FromS1(),
                        done.s2FromS2(),
                        done.s1FromS2(),
                        done.s2FromS1(),
                        done.mim(),
                        done.gradientNorm(),
                        options.batchSize() / seconds(start),
                        trainer.scales());
        listener.step(report);
        var cadence = plan.cadence();
        boolean due =
                step == options.steps()
                        || cadence.evaluateEvery() > 0 && step % cadence.evaluateEvery() == 0;
        if (due || step % cadence.logEvery() == 0) {
            Map<String, Number> row = LogColumns.row(report);
            if (due) {
                measure(listener).ifPresent(found -> row.putAll(found.columns()));
            }
            log.row(step, row);
        }
    }

    private Path save() {
        return folder.save(
                step, plan.cadence().keep(), into -> StateFile.write(into, trainer.state()));
    }

    /** Measures the weights as the run would give them now. */
    private Optional<HeldOutReport> measure(PretrainListener listener) {
        if (measuredAt != step) {
            measured = evaluate();
            measuredAt = step;
            measured.ifPresent(found -> listener.evaluated(step, found));
        }
        return measured;
    }

    /** Errors on held-out patches, where there are any. */
    public Optional<HeldOutReport> evaluate() {
        if (!heldOut.possible()) {
            return Optional.empty();
        }
        return Optional.of(
                trainer.withFinalWeights(() -> heldOut.measure(manager, trainer.network())));
    }

    /** A model that is there already is the same one: nothing else can come out of this run. */
    private Path finish(Optional<HeldOutReport> report) {
        Path model = folder.path().resolve(plan.name());
        if (!Files.exists(model)) {
            trainer.withFinalWeights(
                    () -> {
                        FinishedModel.write(
                                model,
                                plan,
                                trainer.network(),
                                patches.trainingSize(),
                                patches.digest(),
                                report);
                        return model;
                    });
        }
        return model;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** For tests: arrays that live as long as the run. */
    int nativeArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
        folder.close();
    }
}
