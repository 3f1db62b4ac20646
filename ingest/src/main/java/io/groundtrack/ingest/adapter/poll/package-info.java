/** Asking a catalogue for what is new, without gap at the edges of pages and polls. */
package io.groundtrack.ingest.adapter.poll;
