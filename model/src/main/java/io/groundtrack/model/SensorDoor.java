package io.groundtrack.model;

import ai.djl.ndarray.NDArray;
import io.groundtrack.model.script.ScriptedEncoder.Output;
import java.util.List;
import java.util.function.Function;

/** One sensor's way in and out: its pixels, its path through the encoder, its sketch's size. */
final class SensorDoor {
    private final PixelInput input;
    private final Function<NDArray, Output> path;
    private final int sketchSize;

    SensorDoor(PixelInput input, Function<NDArray, Output> path, int sketchSize) {
        this.input = input;
        this.path = path;
        this.sketchSize = sketchSize;
    }

    PixelInput input() {
        return input;
    }

    int sketchSize() {
        return sketchSize;
    }

    void check(List<float[]> patches) {
        for (int i = 0; i < patches.size(); i++) {
            if (patches.get(i).length != input.valuesPerPatch()) {
                throw new IllegalArgumentException(
                        "patch "
                                + i
                                + ": "
                                + patches.get(i).length
                                + " numbers (expected: "
                                + input.valuesPerPatch()
                                + ", bands × rows × columns)");
            }
        }
    }

    /** Standardised pixels (B, C, H, W), which the results are to belong with. */
    Output run(NDArray pixels) {
        return path.apply(pixels);
    }
}
