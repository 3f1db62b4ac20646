package io.groundtrack.ingest.adapter.poll;

import java.time.Instant;
import java.util.Optional;

/**
 * One entry of a page.
 *
 * @param id what it is called in its catalogue
 * @param time the time by which the catalogue is asked; empty where the entry has none
 * @param json the entry as it stood in the page
 */
public record FeedItem(String id, Optional<Instant> time, byte[] json) {}
