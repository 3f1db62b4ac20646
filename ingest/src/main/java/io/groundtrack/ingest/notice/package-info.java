/**
 * What does a notice say?
 *
 * <p>in: bytes of a Kafka record (a CloudEvents 1.0 envelope in JSON whose data is a STAC 1.0 or
 * 1.1 Item) → out: a {@link io.groundtrack.schemas.GranuleNotice} with product identity, version,
 * assets and tile shares; or a ledger line (ignored), or a {@link io.groundtrack.schemas.Reject}.
 * Keeps no state and has no clock: the same bytes are always understood alike.
 */
package io.groundtrack.ingest.notice;
