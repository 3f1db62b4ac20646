package io.groundtrack.ingest.raster;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder of real data and reference numbers beside the project, where there is one. */
public final class SharedFolder {

    private SharedFolder() {}

    /** A path in the shared folder; the test that asks is skipped where it does not exist. */
    public static Path require(String path) {
        var resolved =
                Path.of(System.getProperty("project.root", ".."), "../shared", path)
                        .toAbsolutePath()
                        .normalize();
        Assumptions.assumeTrue(
                Files.exists(resolved), () -> "needs real data beside the project: " + resolved);
        return resolved;
    }
}
