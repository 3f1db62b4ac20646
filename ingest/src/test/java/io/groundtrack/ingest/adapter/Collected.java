package io.groundtrack.ingest.adapter;

import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.ingest.tiling.PatchExtent;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** A sink in memory that may be told to fail, and what the job would make of its notices. */
public final class Collected implements NoticeSink {

    /** All levels, so that samples of level 1C are looked at too. */
    private static final NoticeOptions ALL =
            new NoticeOptions(
                    Set.of("L1C", "L2A"),
                    Set.of("GRD", "RTC"),
                    PatchExtent.TILE,
                    NoticeOptions.defaults().maxBytes());

    public final List<byte[]> notices = new ArrayList<>();
    public final List<Sensor> sensors = new ArrayList<>();
    public final List<Refused> refused = new ArrayList<>();
    public boolean broken;
    private final List<byte[]> open = new ArrayList<>();

    @Override
    public synchronized void publish(Sensor sensor, String key, byte[] notice) {
        open.add(notice);
        sensors.add(sensor);
    }

    @Override
    public synchronized void refuse(
            String source, String subject, RejectReason reason, String message, byte[] original) {
        refused.add(new Refused(source, subject, reason, message, original));
    }

    @Override
    public synchronized void flush() throws IOException {
        if (broken) {
            open.clear();
            throw new IOException("Kafka is away");
        }
        notices.addAll(open);
        open.clear();
    }

    @Override
    public void close() {}

    public List<Understood> understood() {
        var reader = new NoticeReader(ALL);
        return notices.stream().map(n -> reader.read(n, new Origin("t", 0, 0L))).toList();
    }

    public List<GranuleNotice> taken() {
        return understood().stream()
                .filter(Understood.Taken.class::isInstance)
                .map(u -> ((Understood.Taken) u).notice())
                .toList();
    }

    public static Path shared(String file) {
        var path =
                Path.of(System.getProperty("project.root", ".."), "../shared/data", file)
                        .normalize();
        Assumptions.assumeTrue(
                java.nio.file.Files.exists(path), "needs the shared folder beside the project");
        return path;
    }
}
