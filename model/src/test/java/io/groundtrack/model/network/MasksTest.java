package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.model.checkpoint.ModelConfig;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {

    /** Worked out by hand from the definition. */
    @Test
    void fourTokensByHand() {
        int[][] shuffle = SensorMask.shuffle(new float[][] {{.9f, .1f, .5f, .3f}});
        SensorMask mask = SensorMask.of(2, shuffle);

        assertThat(mask.shuffle()[0]).containsExactly(1, 3, 2, 0);
        assertThat(mask.restore()[0]).containsExactly(3, 0, 2, 1);
        assertThat(mask.removed()[0]).containsExactly(1, 0, 1, 0);
    }

    @Test
    void equalNoiseKeepsTheOrderOfPlaces() {
        assertThat(SensorMask.shuffle(new float[][] {{.5f, .1f, .5f, .1f}})[0])
                .containsExactly(1, 3, 0, 2);
    }

    /** 64·(1 − 0.6) = 25.6 and 64·0.6 = 38.4; 100·(1 − 0.9) falls short of 10 in double. */
    @ParameterizedTest
    @CsvSource({"64, 0.5, 32, 32", "64, 0.6, 25, 38", "64, 0.25, 48, 16", "100, 0.1, 90, 9"})
    void keptTokensAreReckonedInDoubleAndCutOff(int tokens, double ratio, int s1, int s2) {
        assertThat(Masks.kept(tokens, ratio)).isEqualTo(s1);
        assertThat(Masks.kept(tokens, 1 - ratio)).isEqualTo(s2);
    }

    @Test
    void randomMaskingShufflesEachSensorByItsOwnNoise() {
        Masks masks = masks("random", 0.5);

        assertThat(masks.s1().shuffle()).isNotEqualTo(masks.s2().shuffle());
        assertThat(masks.s1().kept()).isEqualTo(8);
        assertThat(masks.s2().kept()).isEqualTo(8);
    }

    @Test
    void identicalMaskingRemovesTheSameTokens() {
        Masks masks = masks("identical", 0.5);

        assertThat(masks.s1().removed()).isEqualTo(masks.s2().removed());
    }

    @Test
    void disjointMaskingKeepsInS2WhatS1Lost() {
        Masks masks = masks("disjoint", 0.25);

        assertThat(masks.s1().kept()).isEqualTo(12);
        assertThat(masks.s2().kept()).isEqualTo(4);
        for (int b = 0; b < 3; b++) {
            float[] s1 = masks.s1().removed()[b];
            float[] s2 = masks.s2().removed()[b];
            assertThat(IntStream.range(0, 16).allMatch(i -> s1[i] + s2[i] == 1)).isTrue();
        }
    }

    @Test
    void restoreUndoesTheShuffleAndEveryPatchHasItsOwn() {
        SensorMask mask = masks("random", 0.5).s1();

        for (int b = 0; b < 3; b++) {
            int[] shuffle = mask.shuffle()[b];
            int[] restore = mask.restore()[b];
            assertThat(IntStream.range(0, 16).map(rank -> restore[shuffle[rank]]).toArray())
                    .isEqualTo(IntStream.range(0, 16).toArray());
        }
        assertThat(mask.shuffle()[0]).isNotEqualTo(mask.shuffle()[1]);
    }

    @Test
    void sameNoiseSameMask() {
        assertThat(masks("random", 0.5).s2().removed())
                .isEqualTo(masks("random", 0.5).s2().removed());
    }

    @Test
    void aRatioThatKeepsOrRemovesNothingIsRefused() {
        assertThatThrownBy(() -> masks("random", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keeps 16 of 16 tokens");
        assertThatThrownBy(() -> masks("random", 0.99)).hasMessageContaining("keeps 0 of 16");
    }

    @Test
    void noiseOfAnotherShapeOrNotFiniteIsRefused() {
        ModelConfig config = config("random", 0.5);
        float[][] good = TinyNetwork.noise(3, 16, 1);
        float[][] odd = TinyNetwork.noise(3, 16, 1);
        odd[2][5] = Float.NaN;

        assertThatThrownBy(() -> Masks.of(config, good, null))
                .hasMessageContaining("noise of S2: none (expected: 3)");
        assertThatThrownBy(() -> Masks.of(config, good, TinyNetwork.noise(2, 16, 1)))
                .hasMessageContaining("noise of S2: 2 rows (expected: 3)");
        assertThatThrownBy(() -> Masks.of(config, TinyNetwork.noise(3, 15, 1), good))
                .hasMessageContaining("noise of S1: row 0 of 15 numbers (expected: 16)");
        assertThatThrownBy(() -> Masks.of(config, odd, good))
                .hasMessageContaining("row 2 holds NaN");
    }

    private static Masks masks(String masking, double ratio) {
        float[][] s2Noise = masking.equals("random") ? TinyNetwork.noise(3, 16, 2) : null;
        return Masks.of(config(masking, ratio), TinyNetwork.noise(3, 16, 1), s2Noise);
    }

    private static ModelConfig config(String masking, double ratio) {
        return TinyNetwork.config(1, "specific", masking, "disjoint", ratio);
    }
}
