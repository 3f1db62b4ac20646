/**
 * Where does chance come from? From hashes of what is drawn for, never from a running generator: so
 * every pixel of every scene is the same in any order of rendering and on any thread.
 */
package io.groundtrack.testing.landscape.noise;
