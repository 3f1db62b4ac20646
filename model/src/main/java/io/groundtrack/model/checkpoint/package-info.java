/**
 * The files of a model: {@code model.safetensors}, {@code config.json}, {@code bands.json}, and the
 * presets that need none of them. Knows no engine.
 *
 * <p>Files are hostile until checked: sizes before memory, names before use, unknown words refused.
 */
package io.groundtrack.model.checkpoint;
