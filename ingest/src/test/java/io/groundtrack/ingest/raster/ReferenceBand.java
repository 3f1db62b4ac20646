package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A line of the reference tables: one band of one file, as GDAL reads it. */
record ReferenceBand(
        String path,
        String kind,
        int width,
        int height,
        int bands,
        int band,
        String type,
        int epsg,
        double ulx,
        double uly,
        double pixelWidth,
        double pixelHeight,
        String nodata,
        String sha256) {

    static List<ReferenceBand> all(Path table) throws IOException {
        var lines = Files.readAllLines(table);
        return lines.subList(1, lines.size()).stream().map(ReferenceBand::parse).toList();
    }

    private static ReferenceBand parse(String line) {
        var f = line.split(",", -1);
        return new ReferenceBand(
                f[0],
                f[1],
                Integer.parseInt(f[3]),
                Integer.parseInt(f[4]),
                Integer.parseInt(f[5]),
                Integer.parseInt(f[6]),
                f[7],
                f[8].isEmpty() ? 0 : Integer.parseInt(f[8]),
                number(f[9]),
                number(f[10]),
                number(f[11]),
                number(f[12]),
                f[13],
                f[19]);
    }

    private static double number(String text) {
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    /** SHA-256 of a band as little-endian values of its type, row by row. */
    static String sha256(Raster raster, int band) throws IOException {
        var bytes = new byte[raster.width() * raster.height() * raster.type().bytes()];
        raster.readStored(band, 0, 0, raster.width(), raster.height(), bytes);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
