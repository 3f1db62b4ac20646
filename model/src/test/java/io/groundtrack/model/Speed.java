package io.groundtrack.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Prints patches a second of a model: {@code Speed [model] [threads] [batch size] [seconds]}.
 *
 * <p>One caller, random pixels, {@code encode} as operators call it (standardising and sketches
 * included); batches of a few seconds after two to warm up; best and median of the batches.
 */
public final class Speed {
    private Speed() {}

    public static void main(String[] args) {
        String name = args.length > 0 ? args[0] : "csmoe-nano";
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        int batch = args.length > 2 ? Integer.parseInt(args[2]) : 32;
        double seconds = args.length > 3 ? Double.parseDouble(args[3]) : 5;
        long start = System.nanoTime();
        try (var model = EmbeddingModel.open(name, new ModelOptions(batch, threads, "cpu"))) {
            System.out.printf("%s open %.2f s%n", model.modelId(), secondsSince(start));
            for (Sensor sensor : Sensor.values()) {
                measure(model, sensor, threads, batch, seconds);
            }
        }
    }

    private static void measure(
            EmbeddingModel model, Sensor sensor, int threads, int batch, double seconds) {
        var random = new Random(1);
        int side = model.imageSize();
        List<float[]> patches = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            var patch = new float[model.bands(sensor).size() * side * side];
            for (int k = 0; k < patch.length; k++) {
                patch[k] =
                        sensor == Sensor.S1
                                ? -15 + 5 * random.nextFloat()
                                : 2000 * random.nextFloat();
            }
            patches.add(patch);
        }
        model.encode(sensor, patches);
        model.encode(sensor, patches);
        List<Double> times = new ArrayList<>();
        long start = System.nanoTime();
        while (secondsSince(start) < seconds || times.size() < 5) {
            long before = System.nanoTime();
            model.encode(sensor, patches);
            times.add(secondsSince(before));
        }
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                "%s %s threads %d batch %d: best %.0f median %.0f patches/s (%d batches)%n",
                model.modelId(),
                sensor,
                threads,
                batch,
                batch / sorted[0],
                batch / sorted[sorted.length / 2],
                sorted.length);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
