/**
 * What a model's features are worth: probes, segmentation, retrieval and routing on labelled
 * patches, each beside what chance and raw pixels give.
 */
package io.groundtrack.model.evaluation;
