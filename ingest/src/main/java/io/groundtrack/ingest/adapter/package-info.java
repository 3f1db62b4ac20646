/**
 * The doors: what a Copernicus Data Space subscription, an AWS SNS topic, a STAC API or a folder
 * says about a product becomes one notice on Kafka.
 *
 * <p>Each door is a package of its own below; here is what they share: the envelope, and where
 * notices go.
 */
package io.groundtrack.ingest.adapter;
