package io.groundtrack.model.head;

/**
 * A head as it was when its validation figure was best.
 *
 * @param head on features as they are
 * @param epochs passes made
 * @param validation the best figure
 */
public record FittedHead<H>(H head, int epochs, double validation) {}
