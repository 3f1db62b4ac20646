package io.groundtrack.testing.landscape.event;

/**
 * A cell of 150 m that an event changed at least by half.
 *
 * @param row row of its patch in the tile
 * @param column column of its patch in the tile
 * @param cell number in the patch, 0…63, row by row
 */
public record TruthCell(int row, int column, int cell) {}
