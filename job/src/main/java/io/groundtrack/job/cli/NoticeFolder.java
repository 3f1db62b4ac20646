package io.groundtrack.job.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a file of notices that the user names says about their assets: relative ones start from its
 * folder, and local ones may lie below the folder around it, as {@code ../granules/B02.tif} does.
 */
final class NoticeFolder {

    private NoticeFolder() {}

    /** Options that follow from the place of the file. */
    static Map<String, String> settings(Path notices) {
        var folder = notices.toAbsolutePath().normalize().getParent();
        var around = folder.getParent();
        // never the root of the file system, which would allow everything
        boolean named = around != null && around.getNameCount() > 0;
        return Map.of(
                "assets.base",
                folder.toString(),
                "assets.allowed-roots",
                listed(named ? around : folder));
    }

    /** One element of a list option, whatever is in it. */
    private static String listed(Path folder) {
        return "'" + folder.toString().replace("'", "''") + "'";
    }
}
