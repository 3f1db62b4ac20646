package io.groundtrack.job.replay;

import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.archive.LandscapeArchive;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.TileFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A landscape of two by two patches on disk, with a planted event, slices, a repeated notice and a
 * reprocessed product; small enough to be run through the whole job several times in a test.
 *
 * @param folder where it lies
 * @param notices its notices, in the order in which they were sent
 */
public record SmallArchive(Path folder, List<byte[]> notices) {

    private static final Area GROUND = new Area(TileFrame.T33UUP, 30, 40, 2, 2);
    private static final LocalDate START = LocalDate.of(2024, 1, 1);

    /** Enough looks of each Sentinel-1 track for alerts: 15 of burn-in, then the event. */
    public static SmallArchive withAlerts(Path folder) throws IOException {
        return write(folder, new LandscapeOptions(11, GROUND, START, 24, 6, 1, 5, 1, 1));
    }

    /** A few passes, as healthy neighbours of what is broken. */
    public static SmallArchive ofFewPasses(Path folder) throws IOException {
        return write(folder, new LandscapeOptions(11, GROUND, START, 2, 2, 0, 0, 0, 0));
    }

    /** The archive of any landscape. */
    public static SmallArchive write(Path folder, LandscapeOptions landscape) throws IOException {
        var written = LandscapeArchive.write(folder, Landscape.of(landscape), 2, done -> {});
        return new SmallArchive(folder, NoticePublisher.lines(written.notices(), null));
    }

    /** What is set for every run over the archive; a replay has no horizon. */
    public Map<String, String> settings() {
        return new TreeMap<>(
                Map.of(
                        "assets.base", folder.toString(),
                        "pairing.horizon", "0",
                        "change.horizon", "0",
                        "notices.remember-deletes", "0",
                        "web.port", "0"));
    }

    /** {@link #settings()} and more, key after key. */
    public MonitoringOptions options(String... more) {
        var all = settings();
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return MonitoringOptions.of(all);
    }
}
