package io.groundtrack.testing.landscape.scene;

import java.util.ArrayList;
import java.util.List;

/**
 * A rendered overflight of an area: its planes as stored, and its patches in physical units.
 *
 * @param spec what was rendered
 * @param area ground of the planes
 * @param planes bands in the order of the sensor, without the scene classification
 * @param scl scene classification at 20 m; null for S1
 */
public record Scene(SceneSpec spec, Area area, List<Plane> planes, Plane scl) {

    /** Names of the bands, in the order of the planes. */
    public List<String> bands() {
        return planes.stream().map(Plane::name).toList();
    }

    /** The plane of a band. */
    public Plane plane(String band) {
        return planes.stream()
                .filter(plane -> plane.name().equals(band))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        band + " (expected: one of " + bands() + ")"));
    }

    /** The patch at a row and column of the tile. */
    public ScenePatch patch(int row, int column) {
        if (!area.contains(row, column)) {
            throw new IllegalArgumentException(
                    "patch: row "
                            + row
                            + ", column "
                            + column
                            + " (expected: inside "
                            + area
                            + ")");
        }
        int top = (row - area.firstRow()) * Area.PATCH;
        int left = (column - area.firstColumn()) * Area.PATCH;
        var values = new ArrayList<float[]>();
        for (var plane : planes) {
            values.add(window(plane, top, left));
        }
        var first = values.get(0);
        var valid = new boolean[first.length];
        var clear = new boolean[first.length];
        var classes = scl == null ? null : new byte[first.length];
        for (int i = 0; i < first.length; i++) {
            valid[i] = !Float.isNaN(first[i]);
            if (classes != null) {
                classes[i] = sceneClass(top + i / Area.PATCH, left + i % Area.PATCH);
            }
            clear[i] = valid[i] && (classes == null || SceneClass.isClear(classes[i]));
        }
        return new ScenePatch(
                row, column, bands(), values.toArray(float[][]::new), classes, valid, clear);
    }

    private byte sceneClass(int y, int x) {
        return (byte) scl.stored()[y / 2 * scl.width() + x / 2];
    }

    private static float[] window(Plane plane, int top, int left) {
        var values = new float[Area.PATCH * Area.PATCH];
        for (int y = 0; y < Area.PATCH; y++) {
            for (int x = 0; x < Area.PATCH; x++) {
                values[y * Area.PATCH + x] = plane.physical(top + y, left + x);
            }
        }
        return values;
    }
}
