package io.groundtrack.model.evaluation;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.head.SegmentationFit;
import io.groundtrack.model.head.SegmentationHead;
import io.groundtrack.model.metric.Confusion;
import io.groundtrack.model.patches.PatchLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Segmentation heads on frozen tokens: fitted on train, stopped on validation, measured on test.
 *
 * <p>Of train and validation as many patches as the options allow are kept, spread evenly; test
 * patches are read once, a batch at a time, and pass all heads. Beside the model's tokens stand the
 * band means of their cells, and the commonest class everywhere.
 */
final class SegmentationTask {
    private static final int BATCH = 64;
    private static final int IGNORE = PatchLayout.IGNORED & 0xff;

    private record Head(Input input, Features features, SegmentationHead head, int epochs) {}

    private final EmbeddingModel model;
    private final int classes;
    private final EvaluationOptions options;
    private final Consumer<String> progress;
    private final TokenSet train = new TokenSet();
    private final TokenSet validation = new TokenSet();

    private SegmentationTask(
            LabelledPatches patches,
            EmbeddingModel model,
            EvaluationOptions options,
            Consumer<String> progress) {
        this.model = model;
        classes = patches.classes().size();
        this.options = options;
        this.progress = progress;
        int most = options.segmentationPatches();
        patches.some(Part.TRAIN, most, BATCH, (examples, of) -> train.add(examples, model));
        patches.some(
                Part.VALIDATION,
                Math.max(1, most / 4),
                BATCH,
                (examples, of) -> validation.add(examples, model));
    }

    /** Empty where no pixel's class is known in one of the parts. */
    static SegmentationReport run(
            LabelledPatches patches,
            EmbeddingModel model,
            EvaluationOptions options,
            Consumer<String> progress) {
        progress.accept("tokens");
        var task = new SegmentationTask(patches, model, options, progress);
        if (!task.known(task.train) || !task.known(task.validation)) {
            return SegmentationReport.NONE;
        }
        var heads = new ArrayList<Head>();
        for (Features features : List.of(Features.MODEL, Features.BANDS)) {
            for (Input input : Input.values()) {
                heads.add(task.fit(input, features));
            }
        }
        return task.measure(patches, heads);
    }

    private boolean known(TokenSet set) {
        for (byte[] labels : set.truth()) {
            for (byte label : labels) {
                if (label != PatchLayout.IGNORED) {
                    return true;
                }
            }
        }
        return false;
    }

    private Head fit(Input input, Features features) {
        progress.accept("segmentation on " + input.key() + " " + features.key());
        int cells = model.gridSize() * model.gridSize();
        float[][] held = validation.tokens(input, features, cells);
        byte[][] truth = validation.labels();
        var fitted =
                SegmentationFit.fit(
                        train.tokens(input, features, cells),
                        train.labels(),
                        classes,
                        IGNORE,
                        model.gridSize(),
                        model.imageSize(),
                        options.segmentation(),
                        head -> {
                            var confusion = new Confusion(classes, IGNORE);
                            measure(head, held, truth, confusion);
                            return confusion.meanIou();
                        });
        return new Head(input, features, fitted.head(), fitted.epochs());
    }

    private SegmentationReport measure(LabelledPatches patches, List<Head> heads) {
        progress.accept("segmentation of the test patches");
        int cells = model.gridSize() * model.gridSize();
        var confusions = new ArrayList<Confusion>();
        for (int h = 0; h <= heads.size(); h++) {
            confusions.add(new Confusion(classes, IGNORE));
        }
        int commonest = commonest();
        var tested = new int[1];
        patches.some(
                Part.TEST,
                Integer.MAX_VALUE,
                BATCH,
                (examples, of) -> {
                    var set = TokenSet.of(examples, model);
                    byte[][] truth = set.labels();
                    for (int h = 0; h < heads.size(); h++) {
                        Head head = heads.get(h);
                        float[][] tokens = set.tokens(head.input(), head.features(), cells);
                        measure(head.head(), tokens, truth, confusions.get(h));
                    }
                    var everywhere = new int[model.imageSize() * model.imageSize()];
                    Arrays.fill(everywhere, commonest);
                    for (byte[] labels : truth) {
                        confusions.get(heads.size()).add(unsigned(labels), everywhere);
                    }
                    tested[0] += set.size();
                });
        var rows = new ArrayList<SegmentationRow>();
        for (int h = 0; h < heads.size(); h++) {
            Head head = heads.get(h);
            rows.add(
                    new SegmentationRow(
                            head.input().key(),
                            head.features().key(),
                            head.epochs(),
                            confusions.get(h)));
        }
        rows.add(
                new SegmentationRow(
                        "none", Features.CONSTANT.key(), 0, confusions.get(heads.size())));
        return new SegmentationReport(
                train.size(),
                validation.size(),
                tested[0],
                train.bytes() + validation.bytes(),
                rows);
    }

    private static void measure(
            SegmentationHead head, float[][] tokens, byte[][] truth, Confusion into) {
        int[][] predicted =
                IntStream.range(0, tokens.length)
                        .parallel()
                        .mapToObj(i -> head.classes(tokens[i]))
                        .toArray(int[][]::new);
        for (int i = 0; i < tokens.length; i++) {
            into.add(unsigned(truth[i]), predicted[i]);
        }
    }

    private int commonest() {
        var pixels = new long[256];
        for (byte[] labels : train.truth()) {
            for (byte label : labels) {
                pixels[label & 0xff]++;
            }
        }
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = pixels[k] > pixels[best] ? k : best;
        }
        return best;
    }

    private static int[] unsigned(byte[] labels) {
        var all = new int[labels.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = labels[i] & 0xff;
        }
        return all;
    }
}
