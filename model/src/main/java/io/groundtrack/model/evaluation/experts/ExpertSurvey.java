package io.groundtrack.model.evaluation.experts;

import io.groundtrack.model.ExpertRouting;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.model.patches.PatchLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches a model route patches and adds up which experts serve which class.
 *
 * <p>Patches a batch at a time → {@link ExpertUse}. Patches of unknown cover count for all tokens
 * and for no class.
 */
public final class ExpertSurvey {
    private final ExpertRouting routing;
    private final List<String> classes;
    private final int imageSize;
    private final ExpertTally s1;
    private final ExpertTally s2;
    private int patches;

    public ExpertSurvey(ExpertRouting routing, List<String> classes, int imageSize) {
        this.routing = routing;
        this.classes = List.copyOf(classes);
        this.imageSize = imageSize;
        s1 = tally(Sensor.S1);
        s2 = tally(Sensor.S2);
    }

    private ExpertTally tally(Sensor sensor) {
        return new ExpertTally(routing.layers(sensor).size(), routing.experts(), classes.size());
    }

    public void add(List<PatchExample> examples) {
        float[][][] radar =
                routing.shares(Sensor.S1, examples.stream().map(PatchExample::s1).toList());
        float[][][] optics =
                routing.shares(Sensor.S2, examples.stream().map(PatchExample::s2).toList());
        for (int i = 0; i < examples.size(); i++) {
            float[] cover = cover(examples.get(i));
            s1.add(radar[i], cover);
            s2.add(optics[i], cover);
        }
        patches += examples.size();
    }

    private float[] cover(PatchExample example) {
        int grid = routing.gridSize();
        if (example.pixelClasses().isPresent()) {
            return TokenCover.ofPixels(
                    example.pixelClasses().get(),
                    imageSize,
                    grid,
                    classes.size(),
                    PatchLayout.IGNORED);
        }
        return example.labels()
                .map(labels -> TokenCover.ofLabels(labels, grid))
                .orElseGet(() -> new float[grid * grid * classes.size()]);
    }

    public ExpertUse use(String modelId) {
        var layers = new ArrayList<LayerUse>();
        add(layers, "s1", s1, routing.layers(Sensor.S1));
        add(layers, "s2", s2, routing.layers(Sensor.S2));
        return new ExpertUse(modelId, patches, classes, s1.tokensByClass(), layers);
    }

    private static void add(
            List<LayerUse> into, String sensor, ExpertTally tally, List<String> names) {
        for (int l = 0; l < names.size(); l++) {
            double[] mean = tally.mean(l);
            into.add(
                    new LayerUse(
                            sensor,
                            names.get(l),
                            mean,
                            tally.meanByClass(l),
                            Entropy.of(mean),
                            tally.meanTokenEntropy(l),
                            tally.informationOnClass(l)));
        }
    }
}
