package io.groundtrack.model.script;

/** The router's slots as unit vectors, times its scale: what tokens are compared with. */
final class Directions {
    /** As {@code SoftMoe} has it: inside the root. */
    private static final double EPS = 1e-6;

    private Directions() {}

    /**
     * @param phi (D, S) row-major
     * @return (S, D)
     */
    static float[] of(float[] phi, float scale, int slots) {
        int width = phi.length / slots;
        var directions = new float[phi.length];
        for (int s = 0; s < slots; s++) {
            double squares = 0;
            for (int d = 0; d < width; d++) {
                double value = phi[d * slots + s];
                squares += value * value;
            }
            double factor = scale / Math.sqrt(squares + EPS);
            for (int d = 0; d < width; d++) {
                directions[s * width + d] = (float) (phi[d * slots + s] * factor);
            }
        }
        return directions;
    }
}
