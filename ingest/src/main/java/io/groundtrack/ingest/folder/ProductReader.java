package io.groundtrack.ingest.folder;

import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.safe.SafeProduct;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A find → its STAC Item and what is missing of it.
 *
 * <p>State: coordinate systems; zips are unpacked into the work folder. Errors: {@link
 * io.groundtrack.ingest.safe.SafeException} and {@link IllegalArgumentException} for what is no
 * such product.
 */
final class ProductReader {

    private final FolderSettings settings;
    private final CrsTransforms transforms = new CrsTransforms();

    ProductReader(FolderSettings settings) {
        this.settings = settings;
    }

    Described describe(Find find) throws IOException {
        return switch (find.kind()) {
            case SAFE -> described(SafeProduct.read(find.path()));
            case ZIP -> described(zip(find.path()));
            case STAC_ITEM -> StacItemFiles.read(find);
            case BIGEARTHNET -> BigEarthNetItem.read(find, transforms);
            case OPERA_RTC -> OperaRtcItem.read(find, transforms);
        };
    }

    private SafeProduct zip(Path zip) throws IOException {
        if (settings.work().isPresent()) {
            return SafeProduct.unpack(zip, settings.work().get());
        }
        if (settings.incomplete()) {
            return SafeProduct.read(zip);
        }
        throw new IllegalArgumentException(
                zip.getFileName()
                        + ": pixels inside an archive cannot be read (expected: a work folder"
                        + " to unpack into, --work DIR)");
    }

    private static Described described(SafeProduct product) {
        return new Described(product.item(), product.missing());
    }
}
