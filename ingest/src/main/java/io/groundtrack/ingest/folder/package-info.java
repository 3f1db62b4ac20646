/**
 * What lies in these folders, and what changed since the last look?
 *
 * <p>in: folders that people and programs copy products into → out: one notice for each product
 * that came, changed or went: SAFE folders and zips, STAC Items beside their assets, patches of
 * BigEarthNet, bursts of OPERA RTC-S1.
 *
 * <p>A product is announced when it is whole: nothing of it changed for a while, and what its
 * metadata lists is there. State: what was sent, in a folder of its own, written after the notices
 * are safe, so that a crash repeats and never loses. A folder that cannot be read, or is suddenly
 * empty, deletes nothing.
 */
package io.groundtrack.ingest.folder;
