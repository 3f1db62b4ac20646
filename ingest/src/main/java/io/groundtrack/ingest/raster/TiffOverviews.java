package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * The smaller versions of a TIFF's first image that the file holds: those in the chain of
 * directories, and those the first directory lists as its own.
 *
 * <p>in: the first directory and its layout → out: layouts, largest first. Masks, further pages and
 * images of another type are passed over.
 *
 * <p>Errors: {@link RasterException} where the chain loops, is longer than any file's, or leaves
 * the file; the first image can be read all the same.
 */
final class TiffOverviews {

    /** An image halved from 2³¹ pixels has 31 overviews, and as many masks. */
    private static final int MOST_DIRECTORIES = 256;

    private static final int REDUCED = 1;
    private static final int MASK = 4;
    private static final int OLD_REDUCED = 2;

    private TiffOverviews() {}

    /** An overview and where its directory stands, which tells its blocks from others'. */
    record Overview(long position, TiffLayout layout) {}

    static List<Overview> of(TiffDirectory first, TiffLayout full) throws IOException {
        var seen = new HashSet<Long>();
        seen.add(first.position());
        var overviews = new ArrayList<Overview>();
        for (long next = first.next(); next != 0; ) {
            var directory = follow(first, next, seen);
            add(directory, full, overviews);
            next = directory.next();
        }
        if (first.has(TiffTag.SUB_DIRECTORIES)) {
            int count = (int) Math.min(first.count(TiffTag.SUB_DIRECTORIES), MOST_DIRECTORIES);
            for (long position : first.numbers(TiffTag.SUB_DIRECTORIES, count)) {
                add(follow(first, position, seen), full, overviews);
            }
        }
        overviews.sort(
                Comparator.comparing(
                        overview ->
                                -(long) overview.layout().width() * overview.layout().height()));
        return List.copyOf(overviews);
    }

    private static TiffDirectory follow(TiffDirectory first, long position, HashSet<Long> seen)
            throws IOException {
        if (!seen.add(position) || seen.size() > MOST_DIRECTORIES) {
            throw first.file()
                    .damaged(
                            "the chain of directories comes back to byte "
                                    + position
                                    + ", or has more than "
                                    + MOST_DIRECTORIES
                                    + " links (expected: an end)");
        }
        return first.at(position);
    }

    private static void add(TiffDirectory directory, TiffLayout full, List<Overview> overviews)
            throws IOException {
        long kind = directory.number(TiffTag.NEW_SUBFILE_TYPE, 0);
        boolean reduced =
                (kind & REDUCED) != 0 || directory.number(TiffTag.SUBFILE_TYPE, 0) == OLD_REDUCED;
        if (!reduced || (kind & MASK) != 0) {
            return;
        }
        var layout = TiffLayout.of(directory);
        if (layout.width() <= full.width()
                && layout.height() <= full.height()
                && layout.bands() == full.bands()
                && layout.type() == full.type()) {
            overviews.add(new Overview(directory.position(), layout.withNodataOf(full)));
        }
    }
}
