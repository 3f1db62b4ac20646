package io.groundtrack.testing.builders;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static io.groundtrack.testing.builders.NoticeBuilder.aNotice;
import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Sensor;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.io.WKBReader;

class BuildersTest {

    private static final Instant JUNE = Instant.parse("2024-06-03T16:50:43Z");

    @Test
    void granuleHasTheRectangleOfPatchesItWasGiven() throws Exception {
        var granule = aGranule().s2().onTile("33UUP").rows(30, 35).columns(40, 45).build();

        var share = granule.getShare();
        var patches = Packed.bits(share.getPatches());
        assertThat(patches.cardinality()).isEqualTo(36);
        assertThat(patches.get(30 * 84 + 40)).isTrue();
        assertThat(patches.get(35 * 84 + 45)).isTrue();
        var ground = new WKBReader().read(Packed.bytes(share.getFootprint()));
        assertThat(ground.getArea()).isEqualTo(36 * 1200.0 * 1200.0);
        assertThat(ground.getEnvelopeInternal().getMinX()).isEqualTo(348_000);
        assertThat(granule.getAssets()).hasSize(11);
    }

    @Test
    void versionsOfOneProductShareItsKey() {
        var first = aGranule().acquired(JUNE).version("05.10", JUNE.plusSeconds(60)).build();
        var second = aGranule().acquired(JUNE).version("05.11", JUNE.plusSeconds(90)).build();

        assertThat(second.getProductKey()).isEqualTo(first.getProductKey());
        assertThat(second.getGranuleId()).isNotEqualTo(first.getGranuleId());
    }

    @Test
    void passesACycleApartAreNeighbours() {
        var now = aGranule().s1().acquired(JUNE).build().getShare().getPassId();
        var next = aGranule().s1().acquired(JUNE.plus(Duration.ofDays(12))).build();

        assertThat(now).matches("sentinel-1a_R146_33UUP_N\\d{4}");
        assertThat(number(next.getShare().getPassId())).isEqualTo(number(now) + 1);
        assertThat(anObservation().acquired(JUNE).build().getPassId()).isEqualTo(now);
    }

    @Test
    void noticeIsAboutItsGranule() throws Exception {
        var granule = aGranule().s1().patch(3, 4).build();

        var notice = aNotice().about(granule).deletes().build();

        assertThat(notice.getOperation()).isEqualTo(Operation.DELETE);
        assertThat(notice.getProductKey()).isEqualTo(granule.getProductKey());
        var degrees = new WKBReader().read(Packed.bytes(notice.getFootprint()));
        assertThat(degrees.getCentroid().getX()).isBetween(12.0, 14.0);
        assertThat(degrees.getCentroid().getY()).isBetween(48.0, 49.0);
    }

    @Test
    void observationStoresTheNumbersOfEachCell() {
        var look =
                anObservation()
                        .s1()
                        .cells(cell -> new double[] {-10 - cell, 1.5, -16, 1})
                        .cloudyCells(63)
                        .build();

        var numbers = Packed.shorts(look.getCells().getNumbers());
        assertThat(look.getSensor()).isEqualTo(Sensor.S1);
        assertThat(numbers).hasSize(64 * 4);
        assertThat(numbers[2 * 4]).isEqualTo((short) -1200);
        assertThat(Packed.bytes(look.getCells().getClear())[63]).isZero();
        assertThat(look.getClearFraction()).isEqualTo(63 / 64f);
    }

    @Test
    void numbersThatDoNotFitAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> anObservation().everyCell(-10, 1).build())
                .withMessageContaining("cell 0: 2 numbers (expected: 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> anObservation().everyCell(-400, 1, -16, 1).build())
                .withMessageContaining("VV.mean of cell 0: -400.0");
    }

    @Test
    void outcomesCarryTheObservationOnlyWhereEmbedded() {
        assertThat(anObservation().outcome().getEmbedding()).isNotNull();
        var gated = anObservation().gated("clear fraction 0.1");
        assertThat(gated.getKind()).isEqualTo(OutcomeKind.GATED);
        assertThat(gated.getEmbedding()).isNull();
        assertThat(anObservation().gone().getKind()).isEqualTo(OutcomeKind.GONE);
    }

    @Test
    void whatIsBuiltCanBeEncoded() {
        var granule = aGranule().s1().gone().build();
        var granules = AvroCodec.of(Granule.class);
        assertThat(granules.decode(granules.encode(granule))).isEqualTo(granule);
        var notice = aNotice().build();
        var notices = AvroCodec.of(GranuleNotice.class);
        assertThat(notices.decode(notices.encode(notice))).isEqualTo(notice);
        var outcome = anObservation().s2().outcome();
        var outcomes = AvroCodec.of(PatchOutcome.class);
        assertThat(outcomes.decode(outcomes.encode(outcome))).isEqualTo(outcome);
    }

    private static int number(String passId) {
        return Integer.parseInt(passId.substring(passId.lastIndexOf('N') + 1));
    }
}
