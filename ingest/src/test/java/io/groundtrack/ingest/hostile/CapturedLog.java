package io.groundtrack.ingest.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** All that is logged, at every level, between start and close. */
public final class CapturedLog implements AutoCloseable {

    private static final int LONGEST = 2_000;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Lines appender = new Lines(lines);
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Level before = context.getConfiguration().getRootLogger().getLevel();

    private CapturedLog() {
        appender.start();
        var root = context.getConfiguration().getRootLogger();
        root.setLevel(Level.ALL);
        root.addAppender(appender, Level.ALL, null);
        context.updateLoggers();
    }

    /** Begins. */
    public static CapturedLog start() {
        return new CapturedLog();
    }

    private static final class Lines extends AbstractAppender {

        private final List<String> lines;

        Lines(List<String> lines) {
            super("captured", null, null, true, Property.EMPTY_ARRAY);
            this.lines = lines;
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
            for (var e = event.getThrown(); e != null; e = e.getCause()) {
                lines.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** No line is endless, has controls in it, or tells the secret. */
    public void assertFit(String secret) {
        assertThat(lines)
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .hasSizeLessThan(LONGEST)
                                        .doesNotContain(secret)
                                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]"));
    }

    /** How many lines there were. */
    public int size() {
        return lines.size();
    }

    @Override
    public void close() {
        var root = context.getConfiguration().getRootLogger();
        root.removeAppender("captured");
        root.setLevel(before);
        context.updateLoggers();
        appender.stop();
    }
}
