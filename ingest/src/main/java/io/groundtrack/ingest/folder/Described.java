package io.groundtrack.ingest.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a find turned out to be.
 *
 * @param item its STAC Item
 * @param missing what is not there yet, each with how it stands; empty: complete
 */
record Described(ObjectNode item, List<String> missing) {}
