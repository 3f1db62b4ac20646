package io.groundtrack.ingest.hostile;

import io.groundtrack.ingest.notice.NoticeLines;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import java.nio.file.Path;

/** Main class of a JVM with little memory: reads a file of notices and says what became of each. */
final class LongLines {

    private LongLines() {}

    public static void main(String[] args) throws Exception {
        var options = NoticeOptions.defaults();
        var reader = new NoticeReader(options);
        try (var lines = new NoticeLines(Path.of(args[0]), options.maxBytes())) {
            while (lines.hasNext()) {
                var understood = reader.read(lines.next(), NoticeTrial.ORIGIN);
                System.out.println(
                        understood.getClass().getSimpleName()
                                + (understood instanceof Understood.Rejected rejected
                                        ? " " + rejected.reject().getReason()
                                        : ""));
            }
        }
    }
}
