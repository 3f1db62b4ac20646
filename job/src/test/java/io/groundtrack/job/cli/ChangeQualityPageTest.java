package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/change-quality.md is what {@code evaluate page} wrote. */
class ChangeQualityPageTest {

    private static final Pattern PART = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Path DOCS = Path.of(System.getProperty("project.root", ".."), "docs");

    @Test
    void everyFixedSentenceStandsInThePageAndEveryPartIsFilled() throws Exception {
        var page = Files.readString(DOCS.resolve("change-quality.md"));
        assertThat(page).doesNotContain("{{");
        int from = 0;
        for (var fixed : EvaluatePageCommand.fixedText().split(PART.pattern())) {
            from = page.indexOf(fixed, from);
            assertThat(from).as("in the page: %s", fixed.strip()).isNotNegative();
            from += fixed.length();
        }
    }

    @Test
    void thePartsAreThoseThatTheCommandMeasures() throws Exception {
        var parts = new ArrayList<String>();
        var matcher = PART.matcher(EvaluatePageCommand.fixedText());
        while (matcher.find()) {
            parts.add(matcher.group(1));
        }
        assertThat(parts)
                .containsExactlyInAnyOrder(
                        "truth",
                        "sketch",
                        "map",
                        "synthetic1",
                        "synthetic2",
                        "lifecycle",
                        "apart",
                        "pooled");
    }

    @Test
    void itsMapIsThere() throws Exception {
        var svg = Files.readString(DOCS.resolve("pictures/alerts-over-truth.svg"));
        assertThat(svg).startsWith("<svg").contains("class=\"a\"").endsWith("</svg>\n");
        assertThat(svg.length()).isLessThan(60_000);
    }
}
