package io.groundtrack.model.metric;

/** Label sets as bits, so that what two patches share is counted in a few operations. */
final class LabelBits {
    private final long[][] words;
    private final int[] counts;

    private LabelBits(long[][] words, int[] counts) {
        this.words = words;
        this.counts = counts;
    }

    static LabelBits of(boolean[][] labels) {
        var words = new long[labels.length][];
        var counts = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            words[i] = new long[(labels[i].length + 63) / 64];
            for (int k = 0; k < labels[i].length; k++) {
                if (labels[i][k]) {
                    words[i][k >> 6] |= 1L << (k & 63);
                    counts[i]++;
                }
            }
        }
        return new LabelBits(words, counts);
    }

    int size() {
        return words.length;
    }

    int count(int i) {
        return counts[i];
    }

    int shared(int i, LabelBits others, int j) {
        int shared = 0;
        for (int w = 0; w < words[i].length; w++) {
            shared += Long.bitCount(words[i][w] & others.words[j][w]);
        }
        return shared;
    }
}
