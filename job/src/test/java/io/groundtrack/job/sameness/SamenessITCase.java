package io.groundtrack.job.sameness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.groundtrack.job.embedded.EmbeddedWith;
import io.groundtrack.job.options.MonitoringOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job over one archive in many ways gives one result. {@code groundtrack evaluate
 * sameness --full} makes the same table over a year of twenty patches.
 */
class SamenessITCase {

    @TempDir private Path folder;

    @Test
    void everyWayToRunTheJobGivesTheSameResult() throws Exception {
        var archive = folder.resolve("archive");
        var plan = SamenessPlan.reduced();
        var options =
                MonitoringOptions.of(
                        Map.of(
                                "assets.base", archive.toString(),
                                "job.checkpoint-interval", "300 ms",
                                "pairing.horizon", "0",
                                "change.horizon", "0",
                                "notices.remember-deletes", "0"));
        var notices = Sameness.archive(plan, archive);

        var table = new Sameness(notices, plan, options, folder, line -> {}).run();

        assertThat(table.holds()).as(text(table)).isTrue();
        assertThat(table.rows()).extracting(SamenessTable.Row::variation).doesNotHaveDuplicates();
        assertThat(table.rows()).hasSize(10);
        var counts = table.counts();
        assertThat(counts.path("notices").asInt()).isEqualTo(notices.size());
        for (var count :
                List.of("repeated", "superseded", "deleted", "pairedPatches", "classifications")) {
            assertThat(counts.path(count).asInt()).as(count).isPositive();
        }
        assertThat(counts.path("granules").asInt())
                .as("slices and split tiles")
                .isGreaterThan(counts.path("passes").asInt());
        assertThat(counts.at("/patches/gated").asInt()).as("clouded patches").isPositive();
        assertThat(counts.path("alerts")).isNotEmpty();
    }

    @Test
    void aRunThatDiffersIsSaid() {
        var first = new SamenessTable.Row("first", "", "a".repeat(64), List.of(), 1);
        var other = new SamenessTable.Row("other", "", "b".repeat(64), List.of("2, not 3"), 1);
        var with = new EmbeddedWith(2, 8, "cpu", "fp32");
        var none = JsonNodeFactory.instance.objectNode();

        assertThat(new SamenessTable("m", with, none, List.of(first)).holds()).isTrue();
        var table = new SamenessTable("m", with, none, List.of(first, other));
        assertThat(table.holds()).isFalse();
        assertThat(text(table))
                .contains("model.threads 2, batches of 8")
                .containsPattern("first +a{16} +yes")
                .containsPattern("other +b{16} +NO")
                .contains("    2, not 3")
                .contains("1 of 2 differ from the first");
        assertThat(table.json().path("same").asBoolean()).isFalse();
        assertThat(table.json().at("/rows/1/resultHash").asText()).isEqualTo("b".repeat(64));
        assertThat(table.json().at("/embeddedWith/threads").asInt()).isEqualTo(2);
    }

    private static String text(SamenessTable table) {
        var text = new StringWriter();
        table.print(new PrintWriter(text, true));
        return text.toString();
    }
}
