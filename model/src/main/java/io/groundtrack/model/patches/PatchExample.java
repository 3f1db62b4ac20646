package io.groundtrack.model.patches;

import java.util.Optional;

/**
 * One patch as both sensors saw it.
 *
 * @param id names the patch and the two passes; unique in a set
 * @param s1 (bands of S1, H, W) one plane after the other, dB; NaN = no data
 * @param s2 (bands of S2, H, W), reflectance × 10000; NaN = no data
 * @param labels 1 where a class of the set is present, else 0; empty where nobody knows
 * @param pixelClasses (H, W) class of each pixel, {@link PatchLayout#IGNORED} where nobody knows;
 *     empty where none is known
 */
public record PatchExample(
        String id,
        float[] s1,
        float[] s2,
        Optional<float[]> labels,
        Optional<byte[]> pixelClasses) {}
