/** Foreign files of weights made into checkpoints. */
package io.groundtrack.model.importing;
