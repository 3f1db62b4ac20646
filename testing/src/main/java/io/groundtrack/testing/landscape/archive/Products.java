package io.groundtrack.testing.landscape.archive;

import io.groundtrack.schemas.Sensor;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which products the overflights of a landscape come as.
 *
 * <p>Sliced overflights are two products 25 s apart that overlap by a few rows; a reprocessed one
 * is first a product with a wrong calibration and weeks later one of a newer baseline that is
 * right. A split one is two granules of the tile, as where one datastrip ends and the next begins:
 * one overflight, two sensing times, a few rows in both.
 */
final class Products {

    static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    static final Duration SLICE = Duration.ofSeconds(25);

    private static final int OVERLAP = 24;
    private static final int WRONG_BY = 60;
    private static final Duration DELETED_AFTER = Duration.ofDays(23);

    private final LandscapeOptions options;
    private final List<Product> products = new ArrayList<>();

    private Products(LandscapeOptions options) {
        this.options = options;
    }

    /** Products in the order of their overflights. */
    static List<Product> of(Landscape landscape) {
        var all = new Products(landscape.options());
        int radar = 0;
        int optical = 0;
        for (var spec : landscape.scenes()) {
            if (spec.sensor() == Sensor.S1) {
                all.addRadar(spec, ++radar);
            } else {
                all.addOptical(spec, ++optical);
            }
        }
        return List.copyOf(all.products);
    }

    private void addRadar(SceneSpec spec, int number) {
        int height = options.area().height();
        if (options.slicedEvery() == 0 || number % options.slicedEvery() != 0) {
            products.add(radar(spec, spec.start(), 0, height));
            return;
        }
        // flying north, the southern slice comes first
        int cut = height * 45 / 100;
        products.add(radar(spec, spec.start(), cut, height - cut));
        products.add(radar(spec, spec.start().plus(SLICE), 0, cut + OVERLAP));
    }

    private Product radar(SceneSpec spec, Instant start, int firstRow, int rows) {
        long chance = Hash.of(options.seed(), Hash.of(spec.id()), firstRow);
        var name =
                String.format(
                        Locale.ROOT,
                        "%s_IW_RTC10_1SDV_%s_%s_%06d_%06X_%04X",
                        spec.satellite(),
                        COMPACT.format(start),
                        COMPACT.format(start.plus(SLICE)),
                        spec.absoluteOrbit(),
                        Hash.of(Hash.of(spec.id())) & 0xF_FFFF,
                        chance & 0xFFFF);
        var generated = start.plusSeconds(3 * 3600 + Math.floorMod(chance >> 16, 2 * 3600L));
        return new Product(
                spec,
                name,
                start,
                firstRow,
                rows,
                "",
                generated,
                after(generated, chance),
                0,
                false,
                null);
    }

    private void addOptical(SceneSpec spec, int number) {
        boolean wrongAtFirst = number > 3 && number <= 3 + options.reprocessed();
        boolean repeated = number % 5 == 0 && number / 5 <= options.repeatedNotices();
        boolean deleted = isOneOf(number, 2, options.deleted());
        var generated = spec.start().plus(Duration.ofMinutes(283));
        int height = options.area().height();
        if (isOneOf(number, 3, options.split())) {
            // flying south, the northern part comes first; rows of 20 m stay whole
            int cut = height * 45 / 100 / 2 * 2;
            var first = new Part(spec.start(), 0, cut + OVERLAP);
            var second = new Part(spec.start().plus(SLICE), cut, height - cut);
            products.add(optical(spec, first, "05.10", generated, 0, repeated, false));
            var next = generated.plusSeconds(40);
            products.add(optical(spec, second, "05.10", next, 0, false, false));
            return;
        }
        var whole = new Part(spec.start(), 0, height);
        int bias = wrongAtFirst ? WRONG_BY : 0;
        products.add(optical(spec, whole, "05.10", generated, bias, repeated, deleted));
        if (wrongAtFirst) {
            var later = generated.plus(Duration.ofDays(17));
            products.add(optical(spec, whole, "05.11", later, 0, false, false));
        }
    }

    /** Every fifth from the sixth on, so that no two things befall one overflight. */
    private static boolean isOneOf(int number, int remainder, int count) {
        return number > 5 && number % 5 == remainder && number / 5 <= count;
    }

    private record Part(Instant start, int firstRow, int rows) {}

    private Product optical(
            SceneSpec spec,
            Part part,
            String baseline,
            Instant generated,
            int bias,
            boolean repeated,
            boolean deleted) {
        var name =
                String.format(
                        Locale.ROOT,
                        "%s_MSIL2A_%s_N%s_R%03d_T%s_%s",
                        spec.satellite(),
                        COMPACT.format(spec.start()),
                        baseline.replace(".", ""),
                        spec.relativeOrbit(),
                        options.area().frame().tile(),
                        COMPACT.format(generated));
        long chance = Hash.of(options.seed(), Hash.of(name));
        var published = after(generated, chance);
        return new Product(
                spec,
                name,
                part.start(),
                part.firstRow(),
                part.rows(),
                baseline,
                generated,
                published,
                bias,
                repeated,
                deleted ? published.plus(DELETED_AFTER) : null);
    }

    private static Instant after(Instant generated, long chance) {
        return generated.plusSeconds(900 + Math.floorMod(chance, 5400L));
    }
}
