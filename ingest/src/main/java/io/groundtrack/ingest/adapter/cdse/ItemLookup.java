package io.groundtrack.ingest.adapter.cdse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Finds the Item that another catalogue keeps of a product. */
@FunctionalInterface
public interface ItemLookup {

    /** Finds nothing. */
    ItemLookup NONE = name -> Optional.empty();

    /** The Item; empty where there is none yet, or nobody answers. */
    Optional<ObjectNode> find(String productName) throws InterruptedException;
}
