package io.groundtrack.model.pretraining;

import ai.djl.nn.Parameter;
import io.groundtrack.model.checkpoint.Checkpoint;
import io.groundtrack.model.checkpoint.CheckpointNotes;
import io.groundtrack.model.network.MaskedAutoencoder;
import io.groundtrack.model.network.Weights;
import io.groundtrack.model.pretraining.heldout.HeldOutReport;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The folder that a run leaves for use: encoder and decoders, configuration, bands, card. */
final class FinishedModel {
    private FinishedModel() {}

    static void write(
            Path folder,
            PretrainPlan plan,
            MaskedAutoencoder network,
            long trainedOn,
            String digest,
            Optional<HeldOutReport> report) {
        Map<String, Parameter> weights = Weights.stored(network);
        var parameters = new TreeMap<String, Object>(plan.options().asMap());
        var description =
                new StringBuilder("Pretrained from drawn weights by masked reconstruction of both ")
                        .append("sensors, each from itself and from the other (`model pretrain`).");
        report.ifPresent(found -> addResults(found, parameters, description));
        Checkpoint.write(
                folder,
                plan.config(),
                plan.bands(),
                Weights.shapes(network),
                (name, shape) -> weights.get(name).getArray().toFloatArray(),
                CheckpointNotes.of(plan.name(), description.toString())
                        .trainedOn(
                                trainedOn
                                        + " patches of the sets with manifests of SHA-256 "
                                        + digest,
                                parameters));
    }

    private static void addResults(
            HeldOutReport report, Map<String, Object> parameters, StringBuilder description) {
        report.columns().forEach(parameters::put);
        description.append(
                String.format(
                        Locale.ROOT,
                        " On %d held-out patches the mean squared error of removed tokens, in"
                                + " standard deviations of each band, is %.4f (S1 from S1), %.4f (S2"
                                + " from S2), %.4f (S1 from S2) and %.4f (S2 from S1).",
                        report.patches(),
                        report.s1FromS1().model(),
                        report.s2FromS2().model(),
                        report.s1FromS2().model(),
                        report.s2FromS1().model()));
    }
}
