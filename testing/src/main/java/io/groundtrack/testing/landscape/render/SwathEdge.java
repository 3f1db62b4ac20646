package io.groundtrack.testing.landscape.render;

import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.scene.Area;

/** The slanted line where the swath of some overflights ends inside the area. */
final class SwathEdge {

    private static final double SHARE_OF_SCENES = 0.08;

    private final double nx;
    private final double ny;
    private final double limit;

    private SwathEdge(double nx, double ny, double limit) {
        this.nx = nx;
        this.ny = ny;
        this.limit = limit;
    }

    /** Edge of one overflight; eleven in twelve cover everything. */
    static SwathEdge of(long seed, double turn, Area area) {
        long chance = Hash.of(seed, 60);
        if (turn >= SHARE_OF_SCENES) {
            return new SwathEdge(0, 0, 1);
        }
        double side = Hash.unit(Hash.of(chance, 1)) < 0.5 ? 1 : -1;
        double missing = 0.1 + 0.3 * Hash.unit(Hash.of(chance, 2));
        // tracks lean about 12 degrees from north
        double nx = side * 0.978;
        double ny = side * 0.208;
        double middle = nx * area.width() / 2 + ny * area.height() / 2;
        return new SwathEdge(nx, ny, middle + (0.5 - missing) * area.width());
    }

    boolean covers(int x, int y) {
        return nx * x + ny * y < limit;
    }
}
