package io.groundtrack.testing.landscape.scene;

/**
 * One band of a scene, as the product stores it.
 *
 * <p>Either {@code stored} (S2: uint16, digital number + 1000, 0 = no data; SCL: the class) or
 * {@code linear} (S1: γ0 power, NaN = no data) is set.
 *
 * @param name B02 … B12, SCL, VV, VH
 * @param width pixels of a row
 * @param height rows
 * @param metres side of a pixel
 */
public record Plane(
        String name, int width, int height, int metres, short[] stored, float[] linear) {

    /** Digital numbers added before storing (processing baseline 04.00 and later). */
    public static final int STORED_OFFSET = 1000;

    /** Sentinel-2 plane, or scene classification. */
    public static Plane ofStored(String name, int width, int height, int metres, short[] stored) {
        return new Plane(name, width, height, metres, stored, null);
    }

    /** Sentinel-1 plane. */
    public static Plane ofLinear(String name, int width, int height, float[] linear) {
        return new Plane(name, width, height, 10, null, linear);
    }

    /** Physical value (S2 digital number, S1 dB) at a pixel of 10 m; NaN where there is no data. */
    public float physical(int y, int x) {
        if (linear != null) {
            float power = linear[y * width + x];
            return (float) (10 * Math.log10(power));
        }
        int dn = stored[y * 10 / metres * width + x * 10 / metres] & 0xFFFF;
        return dn == 0 ? Float.NaN : dn - STORED_OFFSET;
    }
}
