/** Which experts of a Soft MoE model serve which sensor and which land cover. */
package io.groundtrack.model.evaluation.experts;
