package io.groundtrack.operators.change;

import io.groundtrack.schemas.PatchOutcome;

/**
 * Where a patch lies: its tile, and its upper-left corner in metres of the tile's UTM zone.
 *
 * @param patchId patch
 * @param tile tile
 * @param epsg 32601…32660 or 32701…32760
 * @param ulx easting, metres
 * @param uly northing, metres
 */
record PatchPlace(String patchId, String tile, int epsg, int ulx, int uly) {

    PatchPlace {
        int zone = epsg % 100;
        if ((epsg / 100 != 326 && epsg / 100 != 327) || zone < 1 || zone > 60) {
            throw new IllegalArgumentException(
                    "epsg: " + epsg + " (expected: a UTM zone, 32601…32660 or 32701…32760)");
        }
    }

    static PatchPlace of(PatchOutcome outcome) {
        return new PatchPlace(
                outcome.getPatchId(),
                outcome.getTile(),
                outcome.getEpsg(),
                outcome.getUlx(),
                outcome.getUly());
    }
}
