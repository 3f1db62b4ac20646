package io.groundtrack.job.options;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.HtmlFormatter;

/**
 * Makes {@code docs/configuration.md} from the table of options: in {@link Options#all()} → out
 * Markdown.
 */
public final class OptionsPage {

    private OptionsPage() {}

    public static String markdown() {
        var page = new StringBuilder();
        page.append("# Configuration\n\n");
        page.append(
                "Made by `./groundtrack options --markdown` from the table in `Options`; a test holds the two together.\n\n");
        page.append(
                "Set with `-D key=value` (repeatable) or `--config FILE` (a properties file). Unknown keys stop the start.\n");
        page.append(
                "Durations: `3 d`, `12 h`, `200 ms`; sizes: `256 mb`; lists: with `;` between, in quotes for the shell: `-D 's2.level=L1C;L2A'`. Flink's own settings stay in Flink's configuration file.\n\n");
        page.append("| key | default | meaning, range, effect |\n|---|---|---|\n");
        for (var option : Options.all()) {
            page.append(
                    "| `%s` | %s | %s |\n"
                            .formatted(option.key(), defaultOf(option), describe(option)));
        }
        return page.toString();
    }

    private static String describe(ConfigOption<?> option) {
        return new HtmlFormatter().format(option.description()).replace("|", "\\|");
    }

    private static String defaultOf(ConfigOption<?> option) {
        Object value = option.defaultValue();
        String text;
        if (value instanceof Duration duration) {
            text = readable(duration);
        } else if (value instanceof MemorySize size) {
            text =
                    size.getMebiBytes() > 0 || size.getBytes() == 0
                            ? size.getMebiBytes() + " mb"
                            : size.getKibiBytes() + " kb";
        } else if (value instanceof Enum<?> constant) {
            text = constant.name().toLowerCase(Locale.ROOT);
        } else if (value instanceof List<?> list) {
            text = String.join(";", list.stream().map(Object::toString).toList());
        } else {
            text = value.toString();
        }
        return text.isEmpty() ? "(empty)" : "`" + text + "`";
    }

    private static String readable(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min";
        }
        return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
