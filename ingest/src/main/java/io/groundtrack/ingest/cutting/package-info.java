/**
 * What does one pass see of each patch?
 *
 * <p>in: {@link io.groundtrack.schemas.Strip} → out: one {@link
 * io.groundtrack.schemas.PatchOutcome} for every patch of the strip, in the order of its bits, and
 * a {@link io.groundtrack.schemas.Reject} for every file that cannot be read. Step {@code
 * cut-into-patches}.
 *
 * <p>Pixels are brought to the tile grid (10 m, UTM) and to one unit: Sentinel-2 digital numbers
 * (reflectance × 10,000, offset applied), Sentinel-1 backscatter in dB. An outcome is a function of
 * its patch and of the granules that touch it, never of what else is in the strip.
 *
 * <p>Scene classification (SCL, Sen2Cor) → clear:
 *
 * <table>
 *   <caption>Classes that are clear</caption>
 *   <tr><th>class</th><th>meaning</th><th>clear</th></tr>
 *   <tr><td>0</td><td>no data</td><td>no</td></tr>
 *   <tr><td>1</td><td>saturated or defective</td><td>no</td></tr>
 *   <tr><td>2</td><td>dark features, cast (topographic) shadow</td><td>no: the ground is not lit</td></tr>
 *   <tr><td>3</td><td>cloud shadow</td><td>no</td></tr>
 *   <tr><td>4</td><td>vegetation</td><td>yes</td></tr>
 *   <tr><td>5</td><td>not vegetated</td><td>yes</td></tr>
 *   <tr><td>6</td><td>water</td><td>yes</td></tr>
 *   <tr><td>7</td><td>unclassified</td><td>yes: most often bright or mixed ground</td></tr>
 *   <tr><td>8, 9</td><td>cloud, medium and high probability</td><td>no</td></tr>
 *   <tr><td>10</td><td>thin cirrus</td><td>no</td></tr>
 *   <tr><td>11</td><td>snow or ice</td><td>no: it hides the ground, and comes and goes</td></tr>
 * </table>
 *
 * <p>State: open files of one strip, decoded blocks shared by the process ({@link
 * io.groundtrack.ingest.raster.BlockCache}); nothing is kept from strip to strip.
 */
package io.groundtrack.ingest.cutting;
