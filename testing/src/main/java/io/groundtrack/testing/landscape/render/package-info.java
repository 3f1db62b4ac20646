/**
 * What do the instruments see? Signatures of every surface for radar and optics, and the two
 * renderers that turn a map, a time and the planted events into planes.
 */
package io.groundtrack.testing.landscape.render;
