package io.groundtrack.model.importing;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.Checkpoint;
import io.groundtrack.model.checkpoint.CheckpointNotes;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.NumberType;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.checkpoint.TensorFile;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.checkpoint.WeightTable;
import io.groundtrack.model.network.PositionTables;
import io.groundtrack.model.sketch.Sketches;
import io.groundtrack.model.torchfile.TorchFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes a checkpoint out of a file of weights: {@code .safetensors}, or what PyTorch and Lightning
 * write.
 *
 * <p>Every tensor is held to the network of a configuration, by name and shape, before anything is
 * written; then tensors are copied one by one, so that the memory needed is that of the largest. A
 * file of the encoder alone is taken; tables of positions are checked, and computed where missing.
 *
 * <p>Errors: {@link IllegalArgumentException} naming the file and what is missing, unknown, of
 * another shape, or not finite.
 */
public final class ModelImport {
    private static final int MOST_NAMED = 8;

    /**
     * What to import.
     *
     * @param out folder that does not exist yet, or is empty; its name begins the model's id
     * @param name in the model card
     */
    public record Request(
            Path file,
            ModelConfig config,
            Bands bands,
            Path out,
            String name,
            NumberType storeAs) {}

    /**
     * What was imported.
     *
     * @param skipped what else the file held, in words
     * @param notes on what was made of it, in words
     */
    public record Imported(
            Path folder,
            String modelId,
            int tensors,
            long parameters,
            long bytes,
            boolean encoderOnly,
            List<String> skipped,
            List<String> notes) {}

    private final Request request;
    private final TensorFile file;
    private final Consumer<String> progress;

    private ModelImport(Request request, TensorFile file, Consumer<String> progress) {
        this.request = request;
        this.file = file;
        this.progress = progress;
    }

    /**
     * @param progress gets a line now and then
     */
    public static Imported run(Request request, Consumer<String> progress) {
        Checkpoint.refuseTaken(request.out());
        try (TensorFile file = open(request.file())) {
            return new ModelImport(request, file, progress).copy();
        }
    }

    private static TensorFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(path + ": missing (expected: a file of weights)");
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".safetensors") ? Safetensors.open(path) : TorchFile.open(path);
    }

    private Imported copy() {
        WeightTable table = WeightTable.of(request.config(), request.bands());
        boolean encoderOnly = file.names().stream().noneMatch(n -> n.startsWith("decoder"));
        Map<String, long[]> shapes = encoderOnly ? table.encoder() : table.all();
        refuseMisfits(shapes);
        var source = new Counting(shapes);
        Checkpoint.Written written =
                Checkpoint.write(
                        request.out(),
                        request.config(),
                        request.bands(),
                        shapes,
                        source,
                        CheckpointNotes.of(request.name(), description())
                                .trainedOn("not known: imported", Map.of())
                                .storedAs(request.storeAs()));
        byte[] sketch =
                Sketches.unfitted(request.config().patchTokens(), request.config().width())
                        .toBytes();
        return new Imported(
                request.out(),
                written.modelId(sketch),
                shapes.size(),
                WeightTable.count(shapes),
                written.bytes(),
                encoderOnly,
                file instanceof TorchFile torch ? torch.skipped() : List.of(),
                notes(encoderOnly, shapes));
    }

    private void refuseMisfits(Map<String, long[]> shapes) {
        var misfits = new ArrayList<String>();
        for (var expected : shapes.entrySet()) {
            String name = expected.getKey();
            if (!file.has(name)) {
                if (!WeightTable.isPositionTable(name)) {
                    misfits.add(name + ": missing " + Arrays.toString(expected.getValue()));
                }
            } else if (!Arrays.equals(file.shape(name), expected.getValue())) {
                misfits.add(
                        name
                                + ": shape "
                                + Arrays.toString(file.shape(name))
                                + " (expected: "
                                + Arrays.toString(expected.getValue())
                                + ")");
            } else if (NumberType.named(file.type(name)).isEmpty()) {
                misfits.add(
                        name + ": type " + file.type(name) + " (expected: F32, F16, BF16 or F64)");
            }
        }
        for (String name : file.names()) {
            if (!shapes.containsKey(name)) {
                misfits.add(name + ": not part of the network");
            }
        }
        if (!misfits.isEmpty()) {
            var text = new StringBuilder(file.source());
            text.append(": ").append(misfits.size()).append(" tensors do not fit the network of ");
            text.append(Checkpoint.CONFIG).append(':');
            misfits.stream().limit(MOST_NAMED).forEach(m -> text.append("\n    ").append(m));
            if (misfits.size() > MOST_NAMED) {
                text.append("\n    and ").append(misfits.size() - MOST_NAMED).append(" more");
            }
            throw new IllegalArgumentException(text.toString());
        }
    }

    private String description() {
        return "Weights imported from `" + request.file().getFileName() + "`.";
    }

    private List<String> notes(boolean encoderOnly, Map<String, long[]> shapes) {
        var notes = new ArrayList<String>();
        if (encoderOnly) {
            notes.add("the file holds the encoder alone: it embeds, and cannot be trained further");
        }
        if (file instanceof TorchFile torch && !torch.prefix().isEmpty()) {
            notes.add("prefix stripped from every name: " + torch.prefix());
        }
        List<String> computed = shapes.keySet().stream().filter(name -> !file.has(name)).toList();
        if (!computed.isEmpty()) {
            notes.add("tables of positions were computed: " + computed);
        }
        return notes;
    }

    /** The file's weights, checked, with a line for every tenth of them. */
    private final class Counting implements WeightSource {
        private final WeightSource stored = new StoredWeights(file);
        private final WeightSource computed = new PositionTables(stored);
        private final long all;
        private long done;
        private long tenths;

        Counting(Map<String, long[]> shapes) {
            all = WeightTable.count(shapes);
        }

        @Override
        public float[] values(String name, long[] shape) {
            float[] values =
                    file.has(name) ? stored.values(name, shape) : computed.values(name, shape);
            if (WeightTable.isPositionTable(name)) {
                PositionTables.check(file.source(), name, values, shape);
            }
            done += values.length;
            if (done * 10 / all > tenths) {
                tenths = done * 10 / all;
                progress.accept("imported " + 10 * tenths + " %, at " + name);
            }
            return values;
        }
    }
}
