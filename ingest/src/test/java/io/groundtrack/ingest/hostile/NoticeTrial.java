package io.groundtrack.ingest.hostile;

import com.sun.management.ThreadMXBean;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.schemas.Origin;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A notice read as the job reads it: what became of it, and what it cost.
 *
 * <p>Whatever a reject or a ledger line says has to be fit for a log: bounded, one line.
 */
final class NoticeTrial {

    static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");
    static final Origin ORIGIN = new Origin("sentinel2.notices", 3, 17L);

    private static final int LONGEST_MESSAGE = 1_500;
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final NoticeReader reader;

    /**
     * What reading took.
     *
     * @param understood what became of the notice
     * @param bytes allocated, in all
     * @param millis by the clock
     */
    record Spent(Understood understood, long bytes, long millis) {}

    NoticeTrial() {
        this(NoticeOptions.defaults());
    }

    NoticeTrial(NoticeOptions options) {
        reader = new NoticeReader(options);
    }

    Spent read(String notice) {
        return read(notice.getBytes(StandardCharsets.UTF_8));
    }

    Spent read(byte[] notice) {
        long nanos = System.nanoTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        var understood = reader.read(notice, ORIGIN, NOW);
        long used = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        long millis = (System.nanoTime() - nanos) / 1_000_000;
        for (var text : said(understood)) {
            if (text.length() > LONGEST_MESSAGE || UNFIT.matcher(text).find()) {
                throw new AssertionError("says: " + text);
            }
        }
        return new Spent(understood, used, millis);
    }

    private static List<String> said(Understood understood) {
        if (understood instanceof Understood.Rejected rejected) {
            var reject = rejected.reject();
            var line = NoticeReader.ledger(reject);
            return List.of(
                    reject.getMessage(), reject.getSubject(), reject.getId(), line.getDetail());
        }
        if (understood instanceof Understood.Ignored ignored) {
            return List.of(ignored.entry().getDetail(), ignored.entry().getSubject());
        }
        var notice = ((Understood.Taken) understood).notice();
        return Arrays.asList(
                notice.getGranuleId(),
                notice.getEventId(),
                notice.getProductKey(),
                notice.getPlatform());
    }
}
