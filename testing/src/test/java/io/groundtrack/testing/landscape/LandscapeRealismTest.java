package io.groundtrack.testing.landscape;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Sensor;
import io.groundtrack.testing.landscape.cover.LandCover;
import io.groundtrack.testing.landscape.event.EventKind;
import io.groundtrack.testing.landscape.event.PlantedEvent;
import io.groundtrack.testing.landscape.scene.Scene;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Numbers that a landscape shares with real ones: speckle, seasons, and what events do. */
class LandscapeRealismTest {

    private static Landscape landscape;
    private static List<Scene> radar;
    private static List<Scene> optical;

    @BeforeAll
    static void renderAYear() {
        landscape = Landscape.of(LandscapeOptions.ofSeed(11));
        var scenes = landscape.scenes().stream().map(landscape::render).toList();
        radar = scenes.stream().filter(s -> s.spec().relativeOrbit() == 146).toList();
        optical = scenes.stream().filter(s -> s.spec().sensor() == Sensor.S2).toList();
    }

    @Test
    void speckleOfAnEvenSurfaceHasFourToFiveLooks() {
        var vv = radar.get(3).plane("VV").linear();
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int i = 0; i < vv.length; i++) {
            if (landscape.cover().coverAt(i) == LandCover.WATER && !Float.isNaN(vv[i])) {
                sum += vv[i];
                squares += (double) vv[i] * vv[i];
                count++;
            }
        }
        double mean = sum / count;

        assertThat(mean * mean / (squares / count - mean * mean)).isBetween(4.0, 5.2);
    }

    @Test
    void forestsAreSteadyForRadarAndFieldsAreNot() {
        assertThat(deviationOverTime(radar, "VH", cover(LandCover.CONIFEROUS))).isLessThan(0.4);
        assertThat(deviationOverTime(radar, "VH", parcelOfCover(LandCover.ARABLE)))
                .isBetween(0.7, 2.5);
        assertThat(deviationOverTime(radar, "VV", cover(LandCover.WATER))).isBetween(1.2, 3.0);
    }

    @Test
    void greennessOfFieldsSwingsAndThatOfNeedlesDoesNot() {
        assertThat(range(ndvi(parcelOfCover(LandCover.ARABLE)))).isGreaterThan(0.4);
        assertThat(range(ndvi(cover(LandCover.BROAD_LEAVED)))).isBetween(0.2, 0.6);
        assertThat(range(ndvi(cover(LandCover.CONIFEROUS)))).isLessThan(0.25);
    }

    @Test
    void mostGroundIsSeenOftenEnoughBeforeAndAfterItsEvent() {
        for (var event : landscape.truths()) {
            for (var cell : event.cells()) {
                int before = 0;
                int after = 0;
                for (var scene : optical) {
                    var patch = scene.patch(cell.row(), cell.column());
                    if (clearPixels(patch.clear(), cell.cell()) >= 180) {
                        if (event.isSeenAt(scene.spec().start())) {
                            after++;
                        } else if (scene.spec().start().isBefore(event.date())) {
                            before++;
                        }
                    }
                }
                assertThat(before).as(event.id()).isGreaterThanOrEqualTo(15);
                assertThat(after)
                        .as(event.id())
                        .isGreaterThanOrEqualTo(event.kind() == EventKind.FLOOD ? 3 : 6);
            }
        }
    }

    @Test
    void eventsChangeBackscatterAsTheyDoInTruth() {
        for (var event : landscape.truths()) {
            double vv = step(event, "VV");
            double vh = step(event, "VH");
            switch (event.kind()) {
                case CLEARING -> {
                    assertThat(vh).isBetween(-5.5, -3.0);
                    assertThat(vv).isBetween(-2.5, -0.7);
                }
                case FIRE -> assertThat(vh).isBetween(-4.5, -1.5);
                case FLOOD -> {
                    assertThat(vh).isBetween(-10.5, -6.5);
                    assertThat(vv).isBetween(-10.5, -6.5);
                }
            }
        }
    }

    @Test
    void eventsChangeReflectanceAsTheyDoInTruth() {
        for (var event : landscape.truths()) {
            var before = spectrum(event, false);
            var after = spectrum(event, true);
            switch (event.kind()) {
                case CLEARING -> assertThat(after.get("B04")).isGreaterThan(2 * before.get("B04"));
                case FIRE -> {
                    assertThat(burnRatio(before) - burnRatio(after)).isGreaterThan(0.5);
                    assertThat(after.get("B08")).isLessThan(0.6 * before.get("B08"));
                }
                case FLOOD -> assertThat(after.get("B11")).isLessThan(0.3 * before.get("B11"));
            }
        }
    }

    private static int clearPixels(boolean[] clear, int cell) {
        int count = 0;
        for (int i = 0; i < 225; i++) {
            int y = cell / 8 * 15 + i / 15;
            int x = cell % 8 * 15 + i % 15;
            count += clear[y * 120 + x] ? 1 : 0;
        }
        return count;
    }

    /** Pixels of a cover to which nothing happens. */
    private static IntPredicate cover(LandCover cover) {
        var touched = touched();
        return pixel -> landscape.cover().coverAt(pixel) == cover && !touched[pixel];
    }

    /** Pixels of the largest parcel of a cover. */
    private static IntPredicate parcelOfCover(LandCover cover) {
        var sizes = new HashMap<Integer, Integer>();
        var all = cover(cover);
        IntStream.range(0, touched().length)
                .filter(all)
                .forEach(i -> sizes.merge(landscape.cover().parcelAt(i), 1, Integer::sum));
        int largest =
                sizes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        return pixel -> landscape.cover().parcelAt(pixel) == largest && all.test(pixel);
    }

    private static boolean[] touched() {
        var touched = new boolean[landscape.area().width() * landscape.area().height()];
        landscape.truths().forEach(event -> event.pixels().forEach(i -> touched[i] = true));
        return touched;
    }

    private static double deviationOverTime(List<Scene> scenes, String band, IntPredicate where) {
        var means = means(scenes, band, where);
        double mean = means.stream().mapToDouble(d -> d).average().orElseThrow();
        return Math.sqrt(
                means.stream().mapToDouble(d -> (d - mean) * (d - mean)).average().orElseThrow());
    }

    private static List<Double> ndvi(IntPredicate where) {
        var values = new ArrayList<Double>();
        for (var scene : optical) {
            double red = mean(scene, "B04", where);
            double infrared = mean(scene, "B08", where);
            if (!Double.isNaN(red)) {
                values.add((infrared - red) / (infrared + red));
            }
        }
        return values;
    }

    private static double range(List<Double> values) {
        var statistics = values.stream().collect(Collectors.summarizingDouble(d -> d));
        return statistics.getMax() - statistics.getMin();
    }

    private static double step(PlantedEvent event, String band) {
        var inside = inside(event);
        var before = new ArrayList<Scene>();
        var after = new ArrayList<Scene>();
        for (var scene : radar) {
            (event.isSeenAt(scene.spec().start()) ? after : before).add(scene);
        }
        before.removeIf(scene -> scene.spec().start().isAfter(event.date()));
        var last = before.subList(before.size() - 4, before.size());
        var next = after.subList(0, 4);
        return average(means(next, band, inside)) - average(means(last, band, inside));
    }

    private static Map<String, Double> spectrum(PlantedEvent event, boolean seen) {
        var spectrum = new HashMap<String, Double>();
        for (var band : List.of("B04", "B08", "B11", "B12")) {
            var near =
                    optical.stream()
                            .filter(s -> event.isSeenAt(s.spec().start()) == seen)
                            .filter(s -> near(event, s))
                            .toList();
            spectrum.put(band, average(means(near, band, inside(event))));
        }
        return spectrum;
    }

    private static boolean near(PlantedEvent event, Scene scene) {
        long days = Math.abs(event.date().getEpochSecond() - scene.spec().start().getEpochSecond());
        return days < 70 * 86_400;
    }

    private static double burnRatio(Map<String, Double> spectrum) {
        double infrared = spectrum.get("B08");
        double shortwave = spectrum.get("B12");
        return (infrared - shortwave) / (infrared + shortwave);
    }

    private static IntPredicate inside(PlantedEvent event) {
        var inside = new boolean[touched().length];
        event.pixels().forEach(i -> inside[i] = true);
        return i -> inside[i];
    }

    private static List<Double> means(List<Scene> scenes, String band, IntPredicate where) {
        return scenes.stream()
                .map(scene -> mean(scene, band, where))
                .filter(mean -> !Double.isNaN(mean))
                .toList();
    }

    private static double average(List<Double> values) {
        return values.stream().mapToDouble(d -> d).average().orElseThrow();
    }

    /** Mean over clear pixels; NaN where a third of them or more is hidden. */
    private static double mean(Scene scene, String band, IntPredicate where) {
        var plane = scene.plane(band);
        int width = scene.area().width();
        double sum = 0;
        int count = 0;
        int all = 0;
        for (int i = 0; i < width * scene.area().height(); i += 3) {
            if (!where.test(i)) {
                continue;
            }
            all++;
            int y = i / width;
            int x = i % width;
            float value = plane.physical(y, x);
            int sceneClass =
                    scene.scl() == null ? 4 : scene.scl().stored()[y / 2 * (width / 2) + x / 2];
            if (!Float.isNaN(value) && sceneClass >= 4 && sceneClass <= 6) {
                sum += value;
                count++;
            }
        }
        return count * 3 < all * 2 ? Double.NaN : sum / count;
    }
}
