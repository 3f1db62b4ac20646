package io.groundtrack.model.check;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.TorchEngine;
import io.groundtrack.model.checkpoint.JsonFields;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds the network against a folder of reference numbers that another program made.
 *
 * <p>In: a folder with {@code config.json} (sizes, switches, and under {@code expected} losses),
 * {@code weights.safetensors}, {@code numbers.safetensors} (inputs and outputs) and, where there is
 * one, {@code weights.ckpt}. Out: for each file of weights every output's largest difference and
 * whether it is within its tolerance. A config that has {@code tokens} is a Soft MoE layer alone.
 *
 * <p>Errors: none are thrown; a folder or a file that cannot be used is reported with the reason.
 */
public final class ModelCheck {
    private static final long LARGEST_CONFIG = 1 << 20;
    private static final List<String> WEIGHTS = List.of("weights.safetensors", "weights.ckpt");

    /** Reference models are small: threads would spend their time waiting for each other. */
    private static final ModelOptions ONE_THREAD = new ModelOptions(1, 1, "cpu");

    private ModelCheck() {}

    public static FolderReport check(Path folder) {
        String name = folder.toString();
        try {
            byte[] json = config(folder.resolve("config.json"));
            var files = new ArrayList<WeightsReport>();
            for (String weights : WEIGHTS) {
                Path file = folder.resolve(weights);
                if (weights.equals(WEIGHTS.get(0)) || Files.exists(file)) {
                    files.add(check(folder, json, file));
                }
            }
            return new FolderReport(name, List.copyOf(files), Optional.empty());
        } catch (RuntimeException e) {
            return new FolderReport(name, List.of(), Optional.of(reason(e)));
        }
    }

    private static WeightsReport check(Path folder, byte[] json, Path file) {
        String name = file.getFileName().toString();
        try (var weights = open(file);
                var numbers = Safetensors.open(required(folder.resolve(Reference.NUMBERS)));
                var reference = new Reference(numbers, object(json));
                NDManager manager = TorchEngine.newManager(ONE_THREAD)) {
            return new WeightsReport(
                    name, compare(json, reference, weights, manager), Optional.empty());
        } catch (RuntimeException e) {
            return new WeightsReport(name, List.of(), Optional.of(reason(e)));
        }
    }

    private static List<Comparison> compare(
            byte[] json, Reference reference, WeightFile weights, NDManager manager) {
        JsonFields fields = JsonFields.parse("config.json", json);
        return fields.has("tokens")
                ? new SoftMoeCheck(fields, reference, manager).run(weights)
                : new AutoencoderCheck(ModelConfig.read("config.json", json), reference, manager)
                        .run(weights);
    }

    private static WeightFile open(Path file) {
        return WeightFile.open(required(file));
    }

    private static Path required(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    file.getFileName() + ": missing (expected: a file in the folder)");
        }
        return file;
    }

    private static byte[] config(Path file) {
        Path parent = file.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new IllegalArgumentException(
                    parent
                            + ": not a folder (expected: one with config.json, "
                            + WEIGHTS.get(0)
                            + ", "
                            + Reference.NUMBERS
                            + ")");
        }
        try {
            long size = Files.size(required(file));
            if (size > LARGEST_CONFIG) {
                throw new IllegalArgumentException(
                        "config.json: " + size + " bytes (expected: at most 1 MiB)");
            }
            byte[] json = Files.readAllBytes(file);
            object(json);
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e, e);
        }
    }

    private static JsonObject object(byte[] json) {
        try {
            if (JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
                    instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("config.json: not JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("config.json: expected a JSON object");
    }

    /** Our own refusals say what is wrong; of others the kind helps too. */
    private static String reason(RuntimeException e) {
        boolean said = e instanceof IllegalArgumentException && e.getMessage() != null;
        return said ? e.getMessage() : e.toString();
    }
}
