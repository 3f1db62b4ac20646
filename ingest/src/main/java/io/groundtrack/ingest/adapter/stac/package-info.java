/** The door of a STAC API: searched by the time its Items were updated. */
package io.groundtrack.ingest.adapter.stac;
