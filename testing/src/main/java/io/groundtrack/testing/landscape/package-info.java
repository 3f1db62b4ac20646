/**
 * A piece of ground that does not exist, seen by satellites that do: land cover, seasons, weather,
 * speckle and planted events with their truth, all from one seed.
 */
package io.groundtrack.testing.landscape;
