package io.groundtrack.model.cost;

import com.google.gson.JsonObject;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A preset or a folder, described: a checkpoint, or a folder of reference numbers.
 *
 * <p>In: a preset's name, or a folder with {@code config.json} and perhaps {@code bands.json} and
 * weights ({@code model.safetensors} or {@code weights.safetensors}) → out: its description. Of the
 * weights' file only the table of contents is read, and held against the network. Bands are counted
 * from {@code bands.json}, else from the weights, else they are BigEarthNet's. Errors: {@link
 * IllegalArgumentException} naming the file, what is there and what was expected.
 *
 * @param storedParameters weights in the file, without the fixed tables of positions
 * @param isCheckpoint whether it has an id: weights under the name of a checkpoint, and bands
 */
public record DescribedModel(
        String name,
        ModelDescription description,
        OptionalLong storedParameters,
        boolean isCheckpoint) {
    private static final String CHECKPOINT_WEIGHTS = "model.safetensors";
    private static final List<String> WEIGHTS = List.of(CHECKPOINT_WEIGHTS, "weights.safetensors");
    private static final long LARGEST_JSON = 1 << 20;

    private record BandCounts(int s1, int s2) {}

    public static DescribedModel of(String presetOrFolder) {
        var preset = Preset.named(presetOrFolder);
        if (preset.isPresent()) {
            var bands = bigEarthNet();
            return new DescribedModel(
                    presetOrFolder,
                    ModelDescription.of(preset.get(), bands.s1(), bands.s2()),
                    OptionalLong.empty(),
                    false);
        }
        Path folder = Path.of(presetOrFolder);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "model: '"
                            + presetOrFolder
                            + "' (expected: a folder, or one of "
                            + Preset.names()
                            + ", which may end in -sesd, -secd, -cesd or -cecd)");
        }
        return ofFolder(folder);
    }

    /** For people; see {@link ModelDescription#text}. */
    public String text(int batch) {
        return description.text(batch)
                + (storedParameters.isPresent()
                        ? "\nstored     "
                                + String.format(Locale.ROOT, "%,d", storedParameters.getAsLong())
                                + " weights in the file"
                        : "");
    }

    /**
     * One JSON object on one line: name, modelId where there is one, then what {@link
     * ModelDescription#json} says, with {@code parameters.stored} where there are weights.
     *
     * @param modelId null where the model has none
     */
    public String json(String modelId, int batch) {
        var json = new JsonObject();
        json.addProperty("name", name);
        if (modelId != null) {
            json.addProperty("modelId", modelId);
        }
        JsonObject costs = description.json(batch);
        storedParameters.ifPresent(
                count -> costs.getAsJsonObject("parameters").addProperty("stored", count));
        costs.entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
        return json.toString();
    }

    private static DescribedModel ofFolder(Path folder) {
        Path file = folder.resolve("config.json");
        ModelConfig config = ModelConfig.read(file.toString(), json(file));
        Path bandsFile = folder.resolve("bands.json");
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        for (String weights : WEIGHTS) {
            Path path = folder.resolve(weights);
            if (Files.isRegularFile(path)) {
                try (Safetensors stored = Safetensors.open(path)) {
                    var contents = new WeightContents(path.toString(), stored);
                    var bands =
                            Files.isRegularFile(bandsFile)
                                    ? counted(bandsFile)
                                    : new BandCounts(contents.s1Bands(), contents.s2Bands());
                    var built = new BuiltNetwork(config, bands.s1(), bands.s2());
                    return new DescribedModel(
                            name,
                            ModelDescription.of(config, bands.s1(), bands.s2()),
                            OptionalLong.of(contents.countFitting(built)),
                            weights.equals(CHECKPOINT_WEIGHTS) && Files.isRegularFile(bandsFile));
                }
            }
        }
        var bands = Files.isRegularFile(bandsFile) ? counted(bandsFile) : bigEarthNet();
        return new DescribedModel(
                name,
                ModelDescription.of(config, bands.s1(), bands.s2()),
                OptionalLong.empty(),
                false);
    }

    private static BandCounts counted(Path file) {
        return counts(Bands.read(file.toString(), json(file)));
    }

    private static BandCounts bigEarthNet() {
        return counts(Bands.bigEarthNet());
    }

    private static BandCounts counts(Bands bands) {
        return new BandCounts(bands.s1().count(), bands.s2().count());
    }

    private static byte[] json(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(file + ": missing");
            }
            if (Files.size(file) > LARGEST_JSON) {
                throw new IllegalArgumentException(
                        file + ": " + Files.size(file) + " bytes (expected: at most 1 MiB)");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e, e);
        }
    }
}
