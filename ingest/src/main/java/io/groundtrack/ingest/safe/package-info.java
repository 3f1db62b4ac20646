/**
 * What is in this SAFE product?
 *
 * <p>in: a folder or a zip as the Copernicus ground segments deliver it ({@code manifest.safe},
 * {@code MTD_MSIL1C.xml}, {@code MTD_MSIL2A.xml}, {@code MTD_TL.xml}, annotation) → out: a STAC
 * Item with everything that identity, footprint and radiometry need, and what is still missing of
 * its files.
 *
 * <p>Everything read here comes from outside: XML without document types and entities, sizes, depth
 * and counts bounded, names inside archives checked before they become paths. Errors: {@link
 * io.groundtrack.ingest.safe.SafeException} naming file, element and what was expected. Sources:
 * Sentinel-2 Products Specification Document 14.9; Sentinel-1 Product Specification 3.7; SAFE
 * control book volume 1.
 */
package io.groundtrack.ingest.safe;
