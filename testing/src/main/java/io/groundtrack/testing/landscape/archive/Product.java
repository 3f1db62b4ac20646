package io.groundtrack.testing.landscape.archive;

import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.time.Instant;

/**
 * One product of the archive: an overflight, a slice of it, or a version of it.
 *
 * @param spec the overflight
 * @param name name of the product
 * @param start sensing start of the product
 * @param firstRow first row of 10 m
 * @param rows rows of 10 m
 * @param baseline processing baseline, {@code 05.10}; empty for S1
 * @param generated when it was made
 * @param published when its notice was sent
 * @param bias digital numbers by which this version is wrong
 * @param repeated whether its notice comes twice
 * @param deleted when the notice was sent that takes it back; null: never
 */
record Product(
        SceneSpec spec,
        String name,
        Instant start,
        int firstRow,
        int rows,
        String baseline,
        Instant generated,
        Instant published,
        int bias,
        boolean repeated,
        Instant deleted) {}
