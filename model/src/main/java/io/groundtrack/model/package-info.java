/**
 * Vectors from pixels: the CSMoE encoder behind a door of plain arrays.
 *
 * <p>{@link io.groundtrack.model.EmbeddingModel} takes patches of one sensor as {@code float[]} in
 * physical units and gives features and token sketches. No array of the engine, no Flink, no wire
 * record passes this door. {@code network} reads like the paper, {@code checkpoint} knows the
 * files, {@code sketch} makes tokens small, {@code head} turns features into classes.
 *
 * <p>Letters of tensor shapes, in the whole module:
 *
 * <ul>
 *   <li>{@code B} patches in a batch
 *   <li>{@code C} bands of the sensor
 *   <li>{@code H W} rows and columns of pixels (10 m)
 *   <li>{@code P} side of one token's square, in pixels
 *   <li>{@code G} tokens along one side; {@code N} = G² tokens of a patch
 *   <li>{@code T} = 1 + N tokens with the class token, which comes first
 *   <li>{@code D} width of a token and of a feature vector; {@code h} width inside an expert
 *   <li>{@code E} experts, {@code p} slots of each, {@code S} = E·p slots
 *   <li>{@code K} numbers in a token's sketch, or classes of a head; {@code F} features of a head
 * </ul>
 */
package io.groundtrack.model;
