package io.groundtrack.testing.landscape.cover;

import io.groundtrack.testing.landscape.noise.Hash;

/**
 * Land cover of every pixel of 10 m, and the parcel (field, stand, block of houses) it belongs to.
 *
 * <p>All pixels of a parcel share their cover, their crop and what is special about them.
 */
public final class CoverMap {

    private static final LandCover[] COVERS = LandCover.values();

    private final int width;
    private final int height;
    private final int[] parcelOf;
    private final byte[] coverOfParcel;
    private final long seed;

    CoverMap(long seed, int width, int height, int[] parcelOf, byte[] coverOfParcel) {
        this.seed = seed;
        this.width = width;
        this.height = height;
        this.parcelOf = parcelOf;
        this.coverOfParcel = coverOfParcel;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** How many parcels there are; they are numbered from 0. */
    public int parcels() {
        return coverOfParcel.length;
    }

    /** Cover of a parcel. */
    public LandCover coverOfParcel(int parcel) {
        return COVERS[coverOfParcel[parcel]];
    }

    /** Parcel of a pixel, counted row by row. */
    public int parcelAt(int pixel) {
        return parcelOf[pixel];
    }

    /** Cover of a pixel, counted row by row. */
    public LandCover coverAt(int pixel) {
        return coverOfParcel(parcelOf[pixel]);
    }

    /** Parcel of every pixel: a copy. */
    public int[] copyOfParcels() {
        return parcelOf.clone();
    }

    /** Random bits that belong to a parcel and a purpose. */
    public long chance(int parcel, long purpose) {
        return Hash.of(seed, parcel, purpose);
    }

    /** Share of each cover, by its ordinal, in a square of pixels. */
    public double[] shares(int top, int left, int size) {
        var shares = new double[COVERS.length];
        for (int y = top; y < top + size; y++) {
            for (int x = left; x < left + size; x++) {
                shares[coverAt(y * width + x).ordinal()] += 1.0 / (size * size);
            }
        }
        return shares;
    }
}
