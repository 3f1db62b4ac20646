package io.groundtrack.ingest.raster;

/** The tags that decide what a pixel is and where it lies. */
enum TiffTag {
    NEW_SUBFILE_TYPE(254),
    SUBFILE_TYPE(255),
    IMAGE_WIDTH(256),
    IMAGE_LENGTH(257),
    BITS_PER_SAMPLE(258),
    COMPRESSION(259),
    PHOTOMETRIC(262),
    FILL_ORDER(266),
    STRIP_OFFSETS(273),
    SAMPLES_PER_PIXEL(277),
    ROWS_PER_STRIP(278),
    STRIP_BYTE_COUNTS(279),
    PLANAR_CONFIGURATION(284),
    PREDICTOR(317),
    TILE_WIDTH(322),
    TILE_LENGTH(323),
    TILE_OFFSETS(324),
    TILE_BYTE_COUNTS(325),
    SUB_DIRECTORIES(330),
    SAMPLE_FORMAT(339),
    MODEL_PIXEL_SCALE(33550),
    MODEL_TIE_POINT(33922),
    MODEL_TRANSFORMATION(34264),
    GEO_KEY_DIRECTORY(34735),
    GDAL_NODATA(42113);

    private final int code;

    TiffTag(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    @Override
    public String toString() {
        return "tag " + name() + " (" + code + ")";
    }
}
