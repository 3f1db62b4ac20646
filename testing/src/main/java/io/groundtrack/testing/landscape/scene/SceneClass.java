package io.groundtrack.testing.landscape.scene;

/** The numbers of the Sentinel-2 scene classification that a landscape writes. */
public final class SceneClass {

    public static final int NO_DATA = 0;
    public static final int CLOUD_SHADOW = 3;
    public static final int VEGETATION = 4;
    public static final int BARE_SOIL = 5;
    public static final int WATER = 6;
    public static final int CLOUD_MEDIUM = 8;
    public static final int CLOUD_HIGH = 9;

    private SceneClass() {}

    /** Whether the ground is seen. */
    public static boolean isClear(int sceneClass) {
        return sceneClass >= VEGETATION && sceneClass <= WATER;
    }
}
