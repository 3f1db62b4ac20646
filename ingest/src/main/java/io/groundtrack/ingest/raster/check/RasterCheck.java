package io.groundtrack.ingest.raster.check;

import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import io.groundtrack.ingest.raster.Rasters;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Holds bands against a table, line by line, in its order.
 *
 * <p>in: the lines of a {@link CheckTable} and the folder their paths start from → out: one {@link
 * Outcome} a line. A file is opened once for the lines on it that follow each other.
 *
 * <p>Errors: none leaves here. A file that is not read for a stated reason is refused; one that is
 * missing, cannot be opened, or lies outside the folder is different, and so is a line that does
 * not say which band it means.
 */
public final class RasterCheck {

    private static final long CACHE_BYTES =
            Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final Path root;
    private final BlockCache cache = new BlockCache(CACHE_BYTES);
    private String openPath;
    private Raster open;

    /** How a line came out. */
    public enum Verdict {
        /** All that the line states is so. */
        EQUAL,
        /** The file is not read, and says why. */
        REFUSED,
        /** Something is not as the line states it. */
        DIFFERENT
    }

    /**
     * A line and how it came out.
     *
     * @param reason empty where equal
     */
    public record Outcome(CheckTable.Line line, Verdict verdict, String reason) {

        /** One line for people. */
        @Override
        public String toString() {
            return verdict.name().toLowerCase(Locale.ROOT)
                    + " "
                    + line.text("path")
                    + " band "
                    + line.text("band")
                    + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    private RasterCheck(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Compares every line; each outcome is handed over as soon as it is known. */
    public static void run(List<CheckTable.Line> lines, Path root, Consumer<Outcome> outcomes) {
        var check = new RasterCheck(root);
        try {
            for (var line : lines) {
                outcomes.accept(check.check(line));
            }
        } finally {
            check.closeOpen();
        }
    }

    private Outcome check(CheckTable.Line line) {
        if (!line.text("band").matches("[0-9]{1,9}")) {
            var band = "band is '" + line.text("band") + "' (expected: a number from 1)";
            return new Outcome(line, Verdict.DIFFERENT, "line " + line.number() + ": " + band);
        }
        try {
            var differences = BandComparison.differences(line, raster(line));
            return differences.isEmpty()
                    ? new Outcome(line, Verdict.EQUAL, "")
                    : new Outcome(line, Verdict.DIFFERENT, String.join("; ", differences));
        } catch (RasterException e) {
            var verdict = e.problem() == Problem.ABSENT ? Verdict.DIFFERENT : Verdict.REFUSED;
            return new Outcome(line, verdict, reason(line, e.getMessage()));
        } catch (IOException | InvalidPathException | ArithmeticException e) {
            return new Outcome(line, Verdict.DIFFERENT, reason(line, e.toString()));
        }
    }

    private Raster raster(CheckTable.Line line) throws IOException {
        var path = line.text("path");
        if (!path.equals(openPath)) {
            closeOpen();
            var file = root.resolve(path).normalize();
            if (path.isEmpty() || !file.startsWith(root)) {
                throw new IOException("the path '" + path + "' leaves the folder " + root);
            }
            open = Rasters.open(file, cache);
            openPath = path;
        }
        return open;
    }

    /** The message without the file's name, which the line states already. */
    private String reason(CheckTable.Line line, String message) {
        var file = root.resolve(line.text("path")) + ": ";
        return message.startsWith(file) ? message.substring(file.length()) : message;
    }

    private void closeOpen() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // what was read of it is known already
            return;
        } finally {
            open = null;
            openPath = null;
        }
    }
}
