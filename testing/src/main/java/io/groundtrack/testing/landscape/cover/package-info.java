/**
 * What grows or stands where: land cover classes, the map of them, and the seasons of each parcel.
 */
package io.groundtrack.testing.landscape.cover;
