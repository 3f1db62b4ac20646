/**
 * How does a landscape look as a feed? Products on disk under the names that agencies give them,
 * and the notices that announce them.
 */
package io.groundtrack.testing.landscape.archive;
