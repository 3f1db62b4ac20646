package io.groundtrack.testing.landscape.cover;

/** The land cover of a landscape: those of the 19 BigEarthNet classes that it shows. */
public enum LandCover {
    ARABLE("Arable land"),
    BROAD_LEAVED("Broad-leaved forest"),
    COMPLEX("Complex cultivation patterns"),
    CONIFEROUS("Coniferous forest"),
    INDUSTRIAL("Industrial or commercial units"),
    WATER("Inland waters"),
    MIXED("Mixed forest"),
    HEATH("Moors, heathland and sclerophyllous vegetation"),
    GRASSLAND("Natural grassland and sparsely vegetated areas"),
    PASTURE("Pastures"),
    SHRUB("Transitional woodland, shrub"),
    URBAN("Urban fabric");

    private final String label;

    LandCover(String label) {
        this.label = label;
    }

    /** Name of the class as BigEarthNet writes it. */
    public String label() {
        return label;
    }

    /** Broad-leaved, coniferous or mixed. */
    public boolean isForest() {
        return this == BROAD_LEAVED || this == CONIFEROUS || this == MIXED;
    }

    /** Fields and meadows. */
    public boolean isFarmed() {
        return this == ARABLE || this == PASTURE || this == COMPLEX || this == GRASSLAND;
    }
}
