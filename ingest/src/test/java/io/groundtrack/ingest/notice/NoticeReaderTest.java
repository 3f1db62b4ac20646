package io.groundtrack.ingest.notice;

import static io.groundtrack.ingest.notice.NoticeJson.ORIGIN;
import static io.groundtrack.ingest.notice.NoticeJson.aSentinel1;
import static io.groundtrack.ingest.notice.NoticeJson.aSentinel2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeReaderTest {

    private final NoticeReader reader = new NoticeReader(NoticeOptions.defaults());

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nope", "{", "{\"a\":1} x", "<html>", "[1,2", "{\"a\":NaN}"})
    void whatIsNoJsonIsRejected(String text) {
        assertThat(reasonOf(text.getBytes(StandardCharsets.UTF_8)))
                .isIn(RejectReason.NOT_JSON, RejectReason.NOT_CLOUDEVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"x\"", "{}", "{\"specversion\":\"0.3\"}"})
    void whatIsNoEnvelopeIsRejected(String text) {
        assertThat(reasonOf(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RejectReason.NOT_CLOUDEVENT);
    }

    @Test
    void aTombstoneIsRejectedNotThrown() {
        assertThat(reasonOf(null)).isEqualTo(RejectReason.NOT_JSON);
    }

    @Test
    void aNoticeLargerThanAllowedIsNotParsed() {
        assertThat(reasonOf(new byte[(4 << 20) + 1])).isEqualTo(RejectReason.TOO_LARGE);
    }

    @Test
    void deepNestingIsRejected() {
        assertThat(reasonOf(("[".repeat(100_000)).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RejectReason.NOT_JSON);
    }

    @Test
    void garbageNeverThrows() {
        var random = new Random(7);
        var sound = aSentinel2().bytes();
        for (var i = 0; i < 2000; i++) {
            var bytes = sound.clone();
            for (var k = 0; k <= i % 5; k++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(reader.read(bytes, ORIGIN)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"create,CREATE", "update,UPDATE", "delete,DELETE"})
    void theEndOfTheTypeSaysWhatHappened(String end, Operation operation) {
        assertThat(
                        aSentinel2()
                                .envelope(e -> e.put("type", "org.ogc.api.collection.item." + end))
                                .taken()
                                .getOperation())
                .isEqualTo(operation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.ogc.api.collection.item.replace", "lineitem.create", "create"})
    void anyOtherTypeIsRejected(String type) {
        assertThat(aSentinel2().envelope(e -> e.put("type", type)).rejected().getReason())
                .isEqualTo(RejectReason.UNKNOWN_EVENT_TYPE);
    }

    @Test
    void aRejectSaysWhatWhereAndWhatWasExpected() {
        var notice = aSentinel2().with("sat:relative_orbit", "144");
        var reject = notice.rejected();

        assertThat(reject.getReason()).isEqualTo(RejectReason.FIELD_INVALID);
        assertThat(reject.getStep()).isEqualTo("read-notices");
        assertThat(reject.getSubject()).startsWith("S2A_MSIL2A_2022");
        assertThat(reject.getMessage())
                .isEqualTo(
                        "data.properties.sat:relative_orbit: 144 (expected: a whole number from 1"
                                + " to 143)");
        assertThat(reject.getOrigin()).isEqualTo(ORIGIN);
        assertThat(reject.getId()).contains("sentinel2.notices/3/17");
        assertThat(reject.getOriginal().array()).isEqualTo(notice.bytes());
        assertThat(NoticeReader.ledger(reject).getStatus()).isEqualTo("rejected");
    }

    @Test
    void theOriginalIsCutTo64KiB() {
        var reject =
                aSentinel2()
                        .envelope(e -> e.put("type", "x").put("fill", "y".repeat(100_000)))
                        .rejected();

        assertThat(reject.getOriginal().remaining()).isEqualTo(65_536);
    }

    @Test
    void dataThatIsNoItemIsRejected() {
        assertThat(aSentinel2().envelope(e -> e.remove("data")).rejected().getReason())
                .isEqualTo(RejectReason.NOT_A_STAC_ITEM);
        assertThat(
                        aSentinel2()
                                .envelope(
                                        e -> ((ObjectNode) e.get("data")).put("type", "Collection"))
                                .rejected())
                .extracting("reason")
                .isEqualTo(RejectReason.NOT_A_STAC_ITEM);
        assertThat(
                        aSentinel2()
                                .envelope(
                                        e ->
                                                ((ObjectNode) e.get("data"))
                                                        .put("stac_version", "0.9.0"))
                                .rejected())
                .extracting("reason")
                .isEqualTo(RejectReason.NOT_A_STAC_ITEM);
        assertThat(aSentinel2().envelope(e -> e.remove("time")).rejected().getReason())
                .isEqualTo(RejectReason.FIELD_MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "sar:product_type,'SLC'",
        "sar:product_type,'OCN'",
        "sar:instrument_mode,'EW'",
        "sar:polarizations,'[''HH'',''HV'']'",
        "sar:polarizations,'[''VV'']'",
        "constellation,'landsat'",
        "constellation,'sentinel-3'",
    })
    void whatNobodyAskedForIsIgnored(String property, String value) {
        var json = value.startsWith("[") ? value : "'" + value + "'";
        var entry = aSentinel1().with(property, json).ignored();

        assertThat(entry.getKind()).isEqualTo(LedgerKind.NOTICE);
        assertThat(entry.getStatus()).isEqualTo("ignored");
        assertThat(entry.getKey()).isEqualTo("notice|sentinel2.notices/3/17");
        assertThat(entry.getDetail()).contains("not taken");
    }

    @Test
    void anotherLevelIsIgnoredUnlessAskedFor() {
        var notice =
                aSentinel2()
                        .named("S2A_MSIL1C_20220706T100031_N0400_R122_T33UUP_20220706T120000")
                        .with("s2:product_type", "'S2MSI1C'");
        var defaults = NoticeOptions.defaults();
        var asked =
                new NoticeOptions(
                        Set.of("L1C", "L2A"),
                        defaults.s1Products(),
                        defaults.patches(),
                        defaults.maxBytes());

        assertThat(notice.ignored().getDetail()).contains("L1C");
        assertThat(new NoticeReader(asked).read(notice.bytes(), ORIGIN))
                .isInstanceOf(Understood.Taken.class);
    }

    @Test
    void whatLiesOnOtherTilesThanAskedForIsIgnored() {
        var notice = aSentinel1();
        var all = notice.taken().getTiles();
        assertThat(all).hasSizeGreaterThan(1);
        var one = all.get(1).getTile();

        var read = new NoticeReader(takingOnly(one)).read(notice.bytes(), ORIGIN);
        assertThat(((Understood.Taken) read).notice().getTiles()).containsExactly(all.get(1));

        var none = new NoticeReader(takingOnly("01CCV")).read(notice.bytes(), ORIGIN);
        assertThat(((Understood.Ignored) none).entry().getDetail()).contains("notices.tiles");
    }

    private static NoticeOptions takingOnly(String tile) {
        var defaults = NoticeOptions.defaults();
        return new NoticeOptions(
                defaults.s2Levels(),
                defaults.s1Products(),
                defaults.patches(),
                defaults.maxBytes(),
                Set.of(tile));
    }

    @Test
    void withoutConstellationThePlatformOrTheNameTells() {
        assertThat(aSentinel1().without("constellation").taken().getPlatform())
                .isEqualTo("sentinel-1a");
        assertThat(aSentinel1().without("constellation", "platform").taken().getPlatform())
                .isEqualTo("sentinel-1a");
        assertThat(aSentinel1().with("constellation", "42").taken().getPlatform())
                .isEqualTo("sentinel-1a");
    }

    @Test
    void aMissionThatNothingTellsIsRejected() {
        var notice = aSentinel1().named("scene-7").without("platform").with("constellation", "'?'");

        assertThat(notice.rejected().getReason()).isEqualTo(RejectReason.UNKNOWN_CONSTELLATION);
    }

    @Test
    void aMissingDateIsRejected() {
        var notice = aSentinel1().named("scene-7").without("start_datetime", "datetime");

        assertThat(notice.rejected().getReason()).isEqualTo(RejectReason.DATE_MISSING);
    }

    @Test
    void aSensingTimeInTheFutureIsRejectedAtTheDoor() {
        assertThat(aSentinel2().with("datetime", "'2022-07-08T00:59:59Z'").read())
                .isInstanceOf(Understood.Taken.class);
        assertThat(aSentinel2().with("datetime", "'2022-07-08T01:00:01Z'").rejected().getReason())
                .isEqualTo(RejectReason.DATE_IN_FUTURE);
        assertThat(aSentinel2().with("datetime", "'9999-12-31T00:00:00Z'").rejected().getReason())
                .isEqualTo(RejectReason.DATE_IN_FUTURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'yesterday'",
                "12",
                "'2022-07-06'",
                "'2022-07-06T10:00:00'",
                "'0001-01-01T00:00:00Z'"
            })
    void aTimeThatIsNoneIsRejected(String time) {
        assertThat(aSentinel2().with("datetime", time).rejected().getReason())
                .isEqualTo(RejectReason.FIELD_INVALID);
    }

    @Test
    void relativeOrbitFallsBackToTheAbsoluteOneThenTheName() {
        assertThat(aSentinel1().without("sat:relative_orbit").taken().getRelativeOrbit())
                .isEqualTo(59);
        assertThat(
                        aSentinel1()
                                .without("sat:relative_orbit", "sat:absolute_orbit")
                                .taken()
                                .getRelativeOrbit())
                .isEqualTo(59);
        assertThat(aSentinel2().without("sat:relative_orbit").taken().getRelativeOrbit())
                .isEqualTo(122);
        assertThat(
                        aSentinel2()
                                .named("x")
                                .without("sat:relative_orbit")
                                .taken()
                                .getTiles()
                                .get(0)
                                .getPassId())
                .isEqualTo("sentinel-2a_X_33UUP_20220706T1000");
    }

    @Test
    void aTileThatDoesNotExistIsRejected() {
        assertThat(aSentinel2().with("grid:code", "'MGRS-33UZZ'").rejected().getReason())
                .isEqualTo(RejectReason.FIELD_INVALID);
    }

    @Test
    void aFootprintOutsideTheNamedTileIsRejected() {
        assertThat(aSentinel2().with("grid:code", "'MGRS-43RCP'").rejected().getMessage())
                .contains("outside tile 43RCP");
    }

    @Test
    void aDeleteNeedsNoAssets() {
        var notice = aSentinel2().envelope(e -> ((ObjectNode) e.get("data")).remove("assets"));

        assertThat(notice.rejected().getReason()).isEqualTo(RejectReason.ASSET_MISSING);
        assertThat(notice.envelope(e -> e.put("type", "x.item.delete")).taken().getAssets())
                .isEmpty();
    }

    private RejectReason reasonOf(byte[] value) {
        var understood = reader.read(value, ORIGIN);
        assertThat(understood).isInstanceOf(Understood.Rejected.class);
        return ((Understood.Rejected) understood).reject().getReason();
    }
}
