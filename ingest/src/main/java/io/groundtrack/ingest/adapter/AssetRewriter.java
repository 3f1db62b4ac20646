package io.groundtrack.ingest.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Changes where the assets of a STAC Item are, on its way from a door to the job. */
@FunctionalInterface
public interface AssetRewriter {

    /** The Item with other hrefs; the one given may be changed in place. */
    ObjectNode rewrite(ObjectNode item) throws IOException;
}
