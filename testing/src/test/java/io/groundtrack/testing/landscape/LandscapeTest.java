package io.groundtrack.testing.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.schemas.Sensor;
import io.groundtrack.testing.landscape.event.EventKind;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.Scene;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;

class LandscapeTest {

    private static final LandscapeOptions SMALL =
            LandscapeOptions.ofSeed(5).withPatches(10, 20, 2, 3).withLooks(4, 6).withEvents(0);

    private static final long DAY = 86_400;

    @Test
    void scenesDoNotDependOnTheOrderOfRendering() {
        var first = Landscape.of(SMALL);
        var second = Landscape.of(SMALL);
        var forward = first.scenes().stream().map(first::render).toList();
        var specs = new ArrayList<>(second.scenes());
        Collections.reverse(specs);
        var backward = new ArrayList<>(specs.parallelStream().map(second::render).toList());
        Collections.reverse(backward);

        for (int i = 0; i < forward.size(); i++) {
            assertSamePixels(forward.get(i), backward.get(i));
        }
    }

    @Test
    void anotherSeedIsAnotherLandscape() {
        var other = new LandscapeOptions(6, SMALL.area(), SMALL.start(), 4, 6, 0, 0, 0, 0);

        var one = Landscape.of(SMALL);
        var two = Landscape.of(other);

        assertThat(one.cover().copyOfParcels()).isNotEqualTo(two.cover().copyOfParcels());
    }

    @Test
    void everySeedHasRoomForEveryEvent() {
        for (long seed = 0; seed < 6; seed++) {
            var landscape = Landscape.of(LandscapeOptions.ofSeed(seed).withLooks(2, 2));

            assertThat(landscape.truths())
                    .extracting(event -> event.kind())
                    .containsExactly(
                            EventKind.CLEARING,
                            EventKind.FIRE,
                            EventKind.FLOOD,
                            EventKind.CLEARING);
            assertThat(landscape.truths())
                    .allSatisfy(event -> assertThat(event.hectares()).isBetween(8.0, 30.0))
                    .allSatisfy(event -> assertThat(event.cells()).hasSizeGreaterThan(2));
        }
    }

    @Test
    void truthCellsLieInTheOutlineAtLeastByHalf() {
        var landscape = Landscape.of(LandscapeOptions.ofSeed(3).withLooks(2, 2));
        var frame = landscape.area().frame();
        for (var event : landscape.truths()) {
            var outline = event.outline(landscape.area());
            assertThat(outline.getArea()).isCloseTo(event.hectares() * 10_000, within(1e-3));
            for (var cell : event.cells()) {
                double left = frame.easting(cell.column()) + cell.cell() % Area.GRID * 150.0;
                double top = frame.northing(cell.row()) - cell.cell() / Area.GRID * 150.0;
                var square =
                        new GeometryFactory()
                                .toGeometry(new Envelope(left, left + 150, top - 150, top));
                assertThat(outline.intersection(square).getArea())
                        .isGreaterThanOrEqualTo(0.5 * 150 * 150);
            }
        }
    }

    @Test
    void tracksRepeatExactlyAndEveryOpticalLookHasARadarLookWithinThreeDays() {
        var scenes = Landscape.of(SMALL.withLooks(30, 36)).scenes();
        var radar = scenes.stream().filter(s -> s.sensor() == Sensor.S1).toList();
        var optical = scenes.stream().filter(s -> s.sensor() == Sensor.S2).toList();

        assertThat(radar).hasSize(60);
        assertThat(optical).hasSize(36);
        assertThat(secondsApart(optical.get(35), optical.get(0)))
                .isCloseTo(35 * 10 * DAY, within(4L));
        // (absolute - 73) mod 175 + 1, the operator's rule for Sentinel-1A
        assertThat(radar)
                .allSatisfy(
                        s ->
                                assertThat((s.absoluteOrbit() - 73) % 175 + 1)
                                        .isEqualTo(s.relativeOrbit()));
        assertThat(optical)
                .allSatisfy(
                        look -> assertThat(radar).anyMatch(s -> secondsApart(s, look) < 3 * DAY));
    }

    @Test
    void patchesOfASceneAreInPhysicalUnitsWithMasks() {
        var landscape = Landscape.of(SMALL);
        for (var spec : landscape.scenes()) {
            var patch = landscape.render(spec).patch(11, 22);
            boolean radar = spec.sensor() == Sensor.S1;
            assertThat(patch.bands()).hasSize(radar ? 2 : 10);
            assertThat(patch.stacked()).hasSize(patch.bands().size() * 120 * 120);
            int wrong = 0;
            for (int i = 0; i < patch.valid().length; i++) {
                float value = patch.planes()[1][i];
                boolean fits =
                        patch.valid()[i]
                                ? value > (radar ? -45 : -900) && value < (radar ? 25 : 9000)
                                : Float.isNaN(value) && !patch.clear()[i];
                wrong += fits ? 0 : 1;
            }
            assertThat(wrong).as(spec.toString()).isZero();
        }
    }

    @Test
    void patchesOutsideTheAreaAreRefused() {
        var scene = Landscape.of(SMALL).render(Landscape.of(SMALL).scenes().get(0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> scene.patch(12, 20))
                .withMessageContaining("row 12, column 20");
    }

    @Test
    void labelsAreTheClassesWithAtLeastATwentiethOfThePatch() {
        var landscape = Landscape.of(SMALL);
        var shares = landscape.sharesOf(10, 20);

        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
        assertThat(landscape.labelsOf(10, 20))
                .hasSize((int) Arrays.stream(shares).filter(s -> s >= 0.05).count());
    }

    private static long secondsApart(SceneSpec a, SceneSpec b) {
        return Duration.between(a.start(), b.start()).abs().toSeconds();
    }

    private static void assertSamePixels(Scene a, Scene b) {
        assertThat(a.spec()).isEqualTo(b.spec());
        IntStream.range(0, a.planes().size())
                .forEach(
                        i -> {
                            assertThat(a.planes().get(i).stored())
                                    .isEqualTo(b.planes().get(i).stored());
                            assertThat(bits(a.planes().get(i).linear()))
                                    .isEqualTo(bits(b.planes().get(i).linear()));
                        });
    }

    private static List<Integer> bits(float[] values) {
        if (values == null) {
            return List.of();
        }
        var bits = new ArrayList<Integer>();
        for (int i = 0; i < values.length; i += 7) {
            bits.add(Float.floatToRawIntBits(values[i]));
        }
        return bits;
    }
}
