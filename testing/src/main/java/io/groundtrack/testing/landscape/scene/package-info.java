/** What is where, and what was seen of it: the frame of a tile, an area of its patches, a scene. */
package io.groundtrack.testing.landscape.scene;
