/**
 * How good predictions are, in numbers: multi-label average precision and F1, segmentation
 * confusion, retrieval. Plain arrays in, figures out; nothing here knows a model.
 */
package io.groundtrack.model.metric;
