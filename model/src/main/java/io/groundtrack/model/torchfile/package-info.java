/**
 * Files written by {@code torch.save} and PyTorch Lightning: a zip of raw storages and one pickle
 * that says which tensor lies where. Knows no engine and no Python.
 *
 * <p>Nothing in a file is ever run: a pickle names functions and classes, and the few names known
 * here build containers and views of storages; every other name builds a placeholder that is
 * skipped.
 */
package io.groundtrack.model.torchfile;
