package io.groundtrack.testing.landscape.cover;

import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.noise.ValueNoise;
import java.util.Arrays;

/**
 * Paints a land cover map: forests, lakes, a river, settlements and heath where smooth random
 * surfaces are high, fields between them.
 *
 * <p>Shares are set by quantiles of the surfaces, so every seed has some of everything. Parcels are
 * the nearest-point regions of a jittered lattice: 240 m for fields and houses, 450 m for stands.
 */
public final class CoverPainter {

    private static final int FIELD = 24;
    private static final int STAND = 45;
    private static final int SAMPLE = 8;

    private final long seed;
    private final int width;
    private final int height;
    private final ValueNoise forest;
    private final ValueNoise kind;
    private final ValueNoise water;
    private final ValueNoise houses;
    private final ValueNoise heath;
    private final ValueNoise farming;
    private final ValueNoise bends;
    private final double forestFrom;
    private final double shrubFrom;
    private final double waterFrom;
    private final double housesFrom;
    private final double industryFrom;
    private final double heathFrom;

    private CoverPainter(long seed, int width, int height) {
        this.seed = seed;
        this.width = width;
        this.height = height;
        this.forest = surface(1, 190, 5);
        this.kind = surface(2, 110, 3);
        this.water = surface(3, 150, 4);
        this.houses = surface(4, 130, 5);
        this.heath = surface(5, 140, 4);
        this.farming = surface(6, 160, 2);
        this.bends = surface(7, 170, 3);
        this.forestFrom = quantile(forest, 0.60);
        this.shrubFrom = quantile(forest, 0.57);
        this.waterFrom = quantile(water, 0.965);
        this.housesFrom = quantile(houses, 0.93);
        this.industryFrom = quantile(houses, 0.98);
        this.heathFrom = quantile(heath, 0.94);
    }

    /** Map of the given size in pixels of 10 m. */
    public static CoverMap paint(long seed, int width, int height) {
        return new CoverPainter(seed, width, height).paint();
    }

    private CoverMap paint() {
        int lattice = (width / FIELD + 3) * (height / FIELD + 3);
        var numbers = new int[LandCover.values().length * lattice];
        Arrays.fill(numbers, -1);
        var parcelOf = new int[width * height];
        var covers = new byte[numbers.length];
        int parcels = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                var cover = wild(x, y);
                int cell;
                if (cover == null) {
                    cell = nearest(x, y, FIELD);
                    cover = farmed(cell);
                } else if (cover == LandCover.WATER) {
                    cell = 0;
                } else {
                    boolean built = cover == LandCover.URBAN || cover == LandCover.INDUSTRIAL;
                    cell = nearest(x, y, built ? FIELD : STAND);
                }
                int slot = cover.ordinal() * lattice + cell;
                if (numbers[slot] < 0) {
                    covers[parcels] = (byte) cover.ordinal();
                    numbers[slot] = parcels++;
                }
                parcelOf[y * width + x] = numbers[slot];
            }
        }
        return new CoverMap(seed, width, height, parcelOf, Arrays.copyOf(covers, parcels));
    }

    /** Cover that follows the surfaces and not the fields; null where fields are. */
    private LandCover wild(int x, int y) {
        double river = height * (0.25 + 0.5 * bends.at(x, 0));
        if (Math.abs(y - river) < 4.5 || water.at(x, y) > waterFrom) {
            return LandCover.WATER;
        }
        double built = houses.at(x, y);
        if (built > housesFrom) {
            return built > industryFrom ? LandCover.INDUSTRIAL : LandCover.URBAN;
        }
        double wooded = forest.at(x, y);
        if (wooded > forestFrom) {
            double needles = kind.at(x, y);
            if (needles > 0.56) {
                return LandCover.CONIFEROUS;
            }
            return needles > 0.47 ? LandCover.MIXED : LandCover.BROAD_LEAVED;
        }
        if (wooded > shrubFrom) {
            return LandCover.SHRUB;
        }
        return heath.at(x, y) > heathFrom ? LandCover.HEATH : null;
    }

    private LandCover farmed(int cell) {
        int perRow = width / FIELD + 3;
        double x = cell % perRow * FIELD;
        double y = (double) (cell / perRow) * FIELD;
        double grass = farming.at(x, y) + 0.35 * (Hash.unit(Hash.of(seed, 20, cell)) - 0.5);
        if (grass > 0.62) {
            return LandCover.PASTURE;
        }
        if (grass > 0.575) {
            return LandCover.GRASSLAND;
        }
        return grass > 0.30 ? LandCover.ARABLE : LandCover.COMPLEX;
    }

    /** Number of the jittered lattice point nearest to a pixel. */
    private int nearest(int x, int y, int spacing) {
        int perRow = width / spacing + 3;
        int column = x / spacing + 1;
        int row = y / spacing + 1;
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int r = row - 1; r <= row + 1; r++) {
            for (int c = column - 1; c <= column + 1; c++) {
                long jitter = Hash.of(seed + spacing, r * 65_536L + c);
                double dx = (c - 1 + 0.1 + 0.8 * (jitter & 0xFFFF) / 65_536.0) * spacing - x;
                double dy = (r - 1 + 0.1 + 0.8 * (jitter >>> 16 & 0xFFFF) / 65_536.0) * spacing - y;
                double distance = dx * dx + dy * dy;
                if (distance < least) {
                    least = distance;
                    best = r * perRow + c;
                }
            }
        }
        return best;
    }

    private ValueNoise surface(int number, double wavelength, int octaves) {
        return new ValueNoise(Hash.of(seed, number), wavelength, octaves);
    }

    private double quantile(ValueNoise surface, double share) {
        var values = new double[((width - 1) / SAMPLE + 1) * ((height - 1) / SAMPLE + 1)];
        int count = 0;
        for (int y = 0; y < height; y += SAMPLE) {
            for (int x = 0; x < width; x += SAMPLE) {
                values[count++] = surface.at(x, y);
            }
        }
        Arrays.sort(values);
        return values[(int) (share * (values.length - 1))];
    }
}
