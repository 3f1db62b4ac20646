/**
 * What a model costs, told before it is built: weights, multiply-adds, memory.
 *
 * <p>{@link io.groundtrack.model.cost.NetworkCost} says it by formula, {@link
 * io.groundtrack.model.cost.BuiltNetwork} counts it on the network's own blocks, run over shapes
 * alone; {@link io.groundtrack.model.cost.ModelDescription} holds the two together.
 */
package io.groundtrack.model.cost;
