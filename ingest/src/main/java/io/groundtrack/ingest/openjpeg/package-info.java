/**
 * How is JPEG 2000 decoded? By OpenJPEG, a library of the system, which may be absent.
 *
 * <p>in: a raw codestream of one tile in memory → out: samples ({@link
 * io.groundtrack.ingest.openjpeg.OpenJpegDecoder}). What the codestream may ask of the library is
 * bounded by whoever hands it over.
 */
package io.groundtrack.ingest.openjpeg;
