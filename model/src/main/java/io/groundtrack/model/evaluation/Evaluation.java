package io.groundtrack.model.evaluation;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ExpertRouting;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.evaluation.experts.ExpertSurvey;
import io.groundtrack.model.evaluation.experts.ExpertUse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a model's frozen features are worth on labelled patches: classification, segmentation,
 * retrieval, and which experts serve what.
 *
 * <p>In: a model and folders of patches → {@link EvaluationReport}. The same seed, patches and
 * machine give the same report. Memory: features of all patches, and tokens of as many as {@link
 * EvaluationOptions#segmentationPatches} allows; the report says how much that was.
 */
public final class Evaluation {
    private static final int ROUTING_BATCH = 32;

    private Evaluation() {}

    /**
     * @param progress told what is under way, a line at a time
     */
    public static EvaluationReport run(
            EmbeddingModel model,
            List<Path> folders,
            EvaluationOptions options,
            Consumer<String> progress) {
        var patches = new LabelledPatches(folders, model, options);
        long all = patches.size();
        var told = new long[1];
        EmbeddedPatches embedded =
                EmbeddedPatches.of(
                        patches,
                        model,
                        done -> {
                            if (done == all || done - told[0] >= 2048) {
                                told[0] = done;
                                progress.accept("embedded " + done + " of " + all + " patches");
                            }
                        });
        check(embedded, options);
        List<ClassificationRow> classification =
                ClassificationTask.run(embedded, options, progress);
        progress.accept("retrieval");
        List<RetrievalRow> retrieval = RetrievalTask.run(embedded, options);
        SegmentationReport segmentation =
                options.segmentationPatches() == 0
                        ? SegmentationReport.NONE
                        : SegmentationTask.run(patches, model, options, progress);
        return new EvaluationReport(
                model.modelId(),
                options.seed(),
                options.k(),
                patches.classes(),
                new EvaluationReport.Patches(
                        all,
                        patches.places(),
                        all - embedded.size(),
                        embedded.only(Part.TRAIN).size(),
                        embedded.only(Part.VALIDATION).size(),
                        embedded.only(Part.TEST).size(),
                        embedded.bytes()),
                classification,
                segmentation,
                retrieval,
                Optional.empty());
    }

    /**
     * Which experts serve which class, on test patches.
     *
     * @param nameOrFolder as of {@link ExpertRouting#open}
     */
    public static ExpertUse experts(
            String nameOrFolder,
            EmbeddingModel model,
            ModelOptions modelOptions,
            List<Path> folders,
            EvaluationOptions options,
            Consumer<String> progress) {
        progress.accept("routing");
        var patches = new LabelledPatches(folders, model, options);
        try (var routing = ExpertRouting.open(nameOrFolder, modelOptions)) {
            var survey = new ExpertSurvey(routing, patches.classes(), patches.imageSize());
            patches.some(
                    Part.TEST,
                    options.routingPatches(),
                    ROUTING_BATCH,
                    (examples, of) -> survey.add(examples));
            return survey.use(model.modelId());
        }
    }

    private static void check(EmbeddedPatches embedded, EvaluationOptions options) {
        for (Part part : Part.values()) {
            if (embedded.only(part).size() == 0) {
                throw new IllegalArgumentException(
                        "patches: none with labels to "
                                + part.name().toLowerCase(Locale.ROOT)
                                + " (expected: at least one)");
            }
        }
        int archive = embedded.only(Part.TEST).size();
        if (options.k() > archive) {
            throw new IllegalArgumentException(
                    "k: "
                            + options.k()
                            + " (expected: at most "
                            + archive
                            + ", test patches to retrieve from)");
        }
    }
}
