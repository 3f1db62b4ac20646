package io.groundtrack.model.evaluation;

import io.groundtrack.model.checkpoint.RandomStream;

/** What a head is fitted on: the model's numbers, or those that show what they are worth. */
enum Features {
    /** Of the model. */
    MODEL("model"),
    /** Means of the bands: what a model must beat to be of use. */
    BANDS("bands"),
    /** Drawn numbers, as many as the model's: what any head finds where nothing is to be found. */
    RANDOM("random"),
    /** None: every patch gets the frequencies of the classes. */
    CONSTANT("constant");

    private final String key;

    Features(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    static float[][] random(int rows, int width, long seed) {
        var stream = new RandomStream(seed);
        var values = new float[rows][width];
        for (float[] row : values) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) stream.gaussian();
            }
        }
        return values;
    }
}
