package io.groundtrack.ingest.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.hostile.NoticeTrial.Spent;
import io.groundtrack.ingest.notice.NoticeLines;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Notices that somebody made to hurt: each is taken, ignored or rejected with a reason, within the
 * time and the memory of a sound one, and what is said of it is fit for a log.
 */
class HostileNoticeTest {

    private static final int MUTATIONS = Integer.getInteger("hostile.mutations", 1_500);
    private static final Pattern COUNTS = Pattern.compile("taken (\\d+), rejected (\\d+)");

    /** A sound notice of 4 MB may take as much as this for each of its bytes. */
    private static final int MEMORY_PER_BYTE = 24;

    private static final long MEMORY_AT_LEAST = 16_000_000;
    private static final long MILLIS = 2_000;

    @TempDir private Path folder;

    private final NoticeTrial trial = new NoticeTrial();

    /** In little memory, as it is what lives that counts, not what is thrown away at once. */
    @Test
    void mutatedNoticesAreTakenIgnoredOrRejected() throws Exception {
        var result =
                new CappedJvm(folder, 64)
                        .run(MutatedNotices.class, 60 + MUTATIONS / 50, "" + MUTATIONS);
        assertThat(result.exit()).as(result.output()).isZero();
        var counts = COUNTS.matcher(result.output());
        assertThat(counts.find()).as(result.output()).isTrue();
        System.out.println(result.output().strip());
        assertThat(Integer.parseInt(counts.group(1))).as("taken").isGreaterThan(MUTATIONS / 20);
        assertThat(Integer.parseInt(counts.group(2))).as("rejected").isGreaterThan(MUTATIONS / 20);
    }

    private static void assertWithinBounds(Spent spent, int length) {
        assertThat(spent.bytes())
                .as("bytes allocated for %s", length)
                .isLessThan(MEMORY_AT_LEAST + (long) MEMORY_PER_BYTE * length);
        assertThat(spent.millis()).as("milliseconds for %s bytes", length).isLessThan(MILLIS);
    }

    private void assertRejected(String notice, RejectReason reason, String... saying) {
        var bytes = notice.getBytes(StandardCharsets.UTF_8);
        var spent = trial.read(bytes);
        assertThat(spent.understood()).isInstanceOf(Understood.Rejected.class);
        var reject = ((Understood.Rejected) spent.understood()).reject();
        assertThat(reject.getReason()).as(reject.getMessage()).isEqualTo(reason);
        for (var part : saying) {
            assertThat(reject.getMessage()).contains(part);
        }
        assertThat(reject.getOrigin()).isEqualTo(NoticeTrial.ORIGIN);
        assertThat(reject.getOriginal().remaining()).isLessThanOrEqualTo(64 << 10);
        assertWithinBounds(spent, bytes.length);
    }

    /** The sound notice with a member of {@code data} in place of what it has. */
    private static String with(String from, String to) {
        assertThat(NoticeSeeds.SENTINEL_2).contains(from);
        return NoticeSeeds.SENTINEL_2.replace(from, to);
    }

    private static String property(String name, String value) {
        return with("\"properties\":{", "\"properties\":{\"" + name + "\":" + value + ",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void oneMillionLevelsAreNotDescended(String level) {
        assertRejected(level.repeat(1_000_000 / level.length()), RejectReason.NOT_JSON, "64");
        assertRejected(
                with("\"collection\":\"any\"", "\"x\":" + level.repeat(100_000)),
                RejectReason.NOT_JSON);
    }

    @Test
    void oneMillionContainersAreNotBuilt() {
        for (var each : new String[] {"[],", "{},", "{\"\":0},", "0,", "\"\","}) {
            var many = each.repeat(3_900_000 / each.length());
            assertRejected(
                    with("\"collection\":\"any\"", "\"x\":[" + many + "0]"),
                    RejectReason.NOT_JSON,
                    "oken");
        }
    }

    @Test
    void textsAndNumbersWithoutEndAreRefused() {
        assertRejected(property("x", "\"" + "x".repeat(2_000_000) + "\""), RejectReason.NOT_JSON);
        assertRejected(property("x", "1".repeat(1_000_000)), RejectReason.NOT_JSON);
        assertRejected(property("x", "0." + "1".repeat(1_000_000)), RejectReason.NOT_JSON);
        assertRejected(property("x".repeat(100_000), "1"), RejectReason.NOT_JSON);
        assertRejected("x".repeat(5_000_000), RejectReason.TOO_LARGE, "notices.max-bytes");
    }

    @Test
    void namesTwiceAreRefusedAsNobodyKnowsWhichHolds() {
        assertRejected(property("platform", "\"sentinel-2b\""), RejectReason.NOT_JSON, "platform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "x\\udfff\\ud800y"})
    void halvesOfSurrogatePairsAreRefused(String half) {
        // in what is not used they do no harm
        assertThat(trial.read(property("title", "\"" + half + "\"")).understood())
                .isInstanceOf(Understood.Taken.class);
        assertRejected(with("\"B04\":", "\"" + half + "\":"), RejectReason.FIELD_INVALID);
        assertRejected(
                with("\"id\":\"S2A", "\"id\":\"" + half + "S2A"), RejectReason.NOT_CLOUDEVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\u0000", "\\u001b[2J", "\\u0085", "\\u202e", "\\u2028"})
    void controlCharactersInNamesAreRefused(String control) {
        assertRejected(
                with(
                        "\"data\":{\"type\":\"Feature\"",
                        "\"data\":{\"type\":\"Feature" + control + "\""),
                RejectReason.NOT_A_STAC_ITEM);
        assertRejected(
                with(
                        "{\"specversion\":\"1.0\",\"id\":\"",
                        "{\"specversion\":\"1.0\",\"id\":\"" + control),
                RejectReason.NOT_CLOUDEVENT);
        assertRejected(
                with("\"urn:test\"", "\"urn:" + control + "\""), RejectReason.NOT_CLOUDEVENT);
        assertRejected(
                with("\"1.1.0\",\"id\":\"", "\"1.1.0\",\"id\":\"" + control),
                RejectReason.NOT_A_STAC_ITEM);
    }

    @ParameterizedTest
    @CsvSource({
        "9999-12-31T23:59:59Z,DATE_IN_FUTURE",
        "9999-12-31T23:59:59-18:00,DATE_IN_FUTURE",
        "+10000-01-01T00:00:00Z,FIELD_INVALID",
        "+999999999-12-31T23:59:59Z,FIELD_INVALID",
        "-0001-01-01T00:00:00Z,FIELD_INVALID",
        "0001-01-01T00:00:00Z,FIELD_INVALID",
        "1969-12-31T23:59:59Z,FIELD_INVALID",
        "2016-12-31T23:59:60Z,FIELD_INVALID",
        "2022-02-29T00:00:00Z,FIELD_INVALID",
        "2022-01-01T25:00:00Z,FIELD_INVALID",
        "2022-01-01T00:00:00,FIELD_INVALID",
        "2022-01-01T00:00:00+19:00,FIELD_INVALID",
        "2022-01-01T00:00:00.0000000000000000000000000000000000000000000000000001Z,FIELD_INVALID",
    })
    void impossibleAndFutureDatesAreRejected(String date, RejectReason reason) {
        var sensed = with("2022-07-06T10:08:11.024Z", date);
        assertRejected(sensed, reason);
        // a version from the future would win over all that follow
        assertRejected(with("2022-07-07T00:00:00Z", date), reason);
        assertRejected(with("2022-07-07T01:00:00Z", date), reason);
    }

    @Test
    void aVersionMadeInTheFutureIsRejected() {
        assertRejected(
                NoticeSeeds.SENTINEL_1.replace("2021-08-09T20:19:58Z", "9999-08-09T20:19:58Z"),
                RejectReason.DATE_IN_FUTURE,
                "9999");
        assertRejected(
                with("VGS4_20220706T153419", "VGS4_99991231T235959"),
                RejectReason.DATE_IN_FUTURE,
                "9999");
    }

    private static String over(String ring) {
        return with(
                "[[[13.5,48.2],[13.9,48.2],[13.9,48.4],[13.5,48.4],[13.5,48.2]]]",
                "[[" + ring + "]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN,48.2",
                "Infinity,1",
                "-Infinity,1",
                "1e999,48.2",
                "13.5,91",
                "361,0",
                "null,0",
                "\"13\",\"48\"",
                "[13],[48]"
            })
    void positionsThatAreNoPlaceAreRejected(String position) {
        var ring = "[" + position + "],[13.9,48.2],[13.9,48.4],[13.5,48.4],[" + position + "]";
        var spent = trial.read(over(ring));
        assertThat(spent.understood()).isInstanceOf(Understood.Rejected.class);
    }

    @Test
    void tenMillionVerticesAreNotRead() {
        var options = NoticeOptions.defaults();
        var wide =
                new NoticeTrial(
                        new NoticeOptions(
                                options.s2Levels(),
                                options.s1Products(),
                                options.patches(),
                                256 << 20));
        var vertices = "[13.5,48],".repeat(10_000_000);
        var notice = over(vertices + "[13.5,48]").getBytes(StandardCharsets.UTF_8);
        var spent = wide.read(notice);
        assertThat(spent.understood()).isInstanceOf(Understood.Rejected.class);
        assertThat(spent.bytes()).isLessThan(100_000_000);
        assertThat(spent.millis()).isLessThan(MILLIS);
        // and with the bound as it is, the size alone says no
        assertRejected(new String(notice, StandardCharsets.UTF_8), RejectReason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 127, 1_000, 20_000})
    void ringsThatCrossThemselvesEverywhereEndInTime(int vertices) {
        var random = new Random(5);
        var ring =
                IntStream.range(0, vertices - 1)
                        .mapToObj(
                                i ->
                                        "[%.4f,%.4f]"
                                                .formatted(
                                                        13 + random.nextDouble(),
                                                        48 + random.nextDouble()))
                        .collect(Collectors.toList());
        ring.add(ring.get(0));
        var notice = over(String.join(",", ring));
        var spent = trial.read(notice);
        assertThat(spent.millis())
                .as(spent.understood().toString().substring(0, 300))
                .isLessThan(MILLIS);
        assertThat(spent.bytes()).isLessThan(400_000_000);
    }

    @Test
    void theWholeEarthIsNoProduct() {
        var notice =
                NoticeSeeds.SENTINEL_1.replace(
                        "[[[13.5,48.2],[13.9,48.2],[13.9,48.4],[13.5,48.4],[13.5,48.2]]]",
                        "[[[-180,-80],[-60,-80],[60,-80],[180,-80],[180,84],[60,84],[-60,84],[-180,84],[-180,-80]]]");
        var spent = trial.read(notice);
        assertThat(spent.understood()).isInstanceOf(Understood.Rejected.class);
        assertThat(((Understood.Rejected) spent.understood()).reject().getReason())
                .isEqualTo(RejectReason.FOOTPRINT_INVALID);
        assertThat(spent.millis()).isLessThan(2 * MILLIS);
    }

    @Test
    void aLineOfAGigabyteIsHeldToTheBound() throws Exception {
        var file = folder.resolve("long.jsonl");
        // a hole in the file: no disk is used
        try (var hole = new RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength(1 << 30);
            hole.seek(1 << 30);
            hole.write(("\n" + NoticeSeeds.SENTINEL_1).getBytes(StandardCharsets.UTF_8));
        }
        var result = new CappedJvm(folder, 64).run(LongLines.class, 120, file.toString());
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output()).contains("Rejected TOO_LARGE", "Taken");
    }

    /** Blank lines are nobody's; one that is longer than any notice hides something. */
    @Test
    void aLineThatBeginsWithMegabytesOfBlanksIsNotSkipped() throws IOException {
        var file = folder.resolve("blank.jsonl");
        Files.writeString(file, " ".repeat(5 << 20) + "\n" + NoticeSeeds.SENTINEL_1 + "\n");
        try (var lines = new NoticeLines(file, 4 << 20)) {
            assertThat(lines.next()).hasSize((4 << 20) + 1);
            assertThat(lines.next())
                    .isEqualTo(NoticeSeeds.SENTINEL_1.getBytes(StandardCharsets.UTF_8));
            assertThat(lines.hasNext()).isFalse();
        }
    }
}
