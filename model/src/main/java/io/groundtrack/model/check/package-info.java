/**
 * Holds the network against reference numbers: a folder of weights, inputs and outputs that another
 * program made goes in, one verdict for every output comes out.
 *
 * <p>{@link io.groundtrack.model.check.ModelCheck} is the door. All sizes come from the folder.
 */
package io.groundtrack.model.check;
