package io.groundtrack.ingest.folder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Something in a folder that looks like one product.
 *
 * @param kind what it looks like
 * @param key its place: the same as long as it is not moved
 * @param root the folder that was asked for, without links
 * @param path folder or file
 * @param files what it is made of
 * @param fingerprint of names, sizes and times of these
 * @param newest when the last of them changed
 * @param growing a part of it is still being written, as its name says
 */
record Find(
        Kind kind,
        String key,
        Path root,
        Path path,
        List<Path> files,
        String fingerprint,
        Instant newest,
        boolean growing) {

    /** Layouts that are known. */
    enum Kind {
        SAFE,
        ZIP,
        STAC_ITEM,
        BIGEARTHNET,
        OPERA_RTC
    }
}
