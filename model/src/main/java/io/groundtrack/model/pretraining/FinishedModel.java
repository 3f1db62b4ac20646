package io.groundtrack.model.pretraining;

import ai.djl.nn.Parameter;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.network.MaskedAutoencoder;
import io.groundtrack.model.network.Weights;
import io.groundtrack.model.pretraining.heldout.HeldOutReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folder that a run leaves for use: encoder and decoders, configuration, bands. */
final class FinishedModel {
    private FinishedModel() {}

    static void write(
            Path folder,
            PretrainPlan plan,
            MaskedAutoencoder network,
            Optional<HeldOutReport> report)
            throws IOException {
        Map<String, Parameter> weights = Weights.stored(network);
        Path file = folder.resolve("model.safetensors");
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            Safetensors.write(
                    out,
                    Weights.shapes(network),
                    (name, shape) -> weights.get(name).getArray().toFloatArray());
        }
        Files.write(folder.resolve("config.json"), plan.config().toJson());
        Files.write(folder.resolve("bands.json"), plan.bands().toJson());
    }
}
