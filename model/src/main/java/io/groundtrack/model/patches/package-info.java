/**
 * Where do training patches come from? From a folder in an open layout: {@code manifest.json} and
 * safetensors shards, each patch seen by both sensors over the same ground.
 *
 * <p>Letters: n patches of a shard, H W pixels. Shards are mapped, so that memory does not grow
 * with the set; orders and splits are functions of seeds and need no table of the set. The layout
 * is told in {@code docs/data-format.md}.
 */
package io.groundtrack.model.patches;
