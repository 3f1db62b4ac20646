/**
 * From a token of D numbers to a few bytes, so that every 150 m cell can be kept: the fixed
 * projection, and how it is fitted.
 */
package io.groundtrack.model.sketch;
