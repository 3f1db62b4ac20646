package io.groundtrack.job.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.sinks.kafka.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/data-format.md} agrees with the code: topics, records and their fields, reasons. */
final class DataFormatPageTest {

    private static String page;
    private static List<List<String>> rows;

    @BeforeAll
    static void read() throws IOException {
        page = ProjectFiles.read("docs/data-format.md");
        rows = ProjectFiles.tableRows(page);
    }

    @Test
    void topicsHaveTheNamesPartitionsAndSettingsOfTheCode() {
        var expected =
                Arrays.stream(Topic.values())
                        .map(
                                topic ->
                                        List.of(
                                                topic.baseName(),
                                                Integer.toString(topic.partitions()),
                                                topic.settings().get("cleanup.policy"),
                                                topic.settings().get("retention.ms")))
                        .toList();
        var names = Arrays.stream(Topic.values()).map(Topic::baseName).toList();
        var documented =
                rows.stream()
                        .filter(row -> row.size() == 6 && names.contains(row.get(0)))
                        .map(row -> List.of(row.get(0), row.get(3), row.get(4), row.get(5)))
                        .toList();
        assertThat(documented).containsExactlyElementsOf(expected);
    }

    @Test
    void everyRecordAndFieldIsThereAsItsSchemaHasIt() {
        assertThat(between("<!-- records: begin -->", "<!-- records: end -->"))
                .as("section Records: RecordsSection.main prints it")
                .isEqualTo(RecordsSection.markdown());
    }

    @Test
    void everyReasonOfARejectIsExplained() {
        for (var reason : RejectReason.values()) {
            assertThat(page.contains("| `" + reason + "` |")).as(reason.name()).isTrue();
        }
    }

    @Test
    void keysOfTheSummaryAreExplained() {
        for (var key :
                List.of(
                        "notices",
                        "products",
                        "granules",
                        "repeated",
                        "superseded",
                        "deleted",
                        "ignored",
                        "rejected",
                        "passes",
                        "pairs",
                        "pairedPatches",
                        "patches",
                        "classifications",
                        "alerts",
                        "deadLetters",
                        "modelId",
                        "seconds",
                        "resultHash")) {
            assertThat(page.contains("| `" + key + "` |")).as(key).isTrue();
        }
    }

    @Test
    void theExampleOfANoticeIsTaken() {
        var reader = new NoticeReader(NoticeOptions.defaults());
        var notice = between("```json", "```\n\n| part");
        var understood =
                reader.read(
                        notice.getBytes(StandardCharsets.UTF_8),
                        new Origin("sentinel2.notices", 0, 0L));
        assertThat(understood).isInstanceOf(Understood.Taken.class);
    }

    private static String between(String begin, String end) {
        return page.substring(page.indexOf(begin) + begin.length(), page.indexOf(end)).strip();
    }
}
