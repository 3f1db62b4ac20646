/**
 * Pictures of how runs went: {@code log.csv} in, one SVG out, so that what a page shows can be
 * drawn again by a command.
 */
package io.groundtrack.model.curves;
