package io.groundtrack.ingest.adapter.cdse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.ItemForms;
import io.groundtrack.ingest.adapter.web.FeedClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Looks a product up in the STAC API of the Copernicus Data Space, whose Items name every file.
 *
 * <p>in: product name → out: its Item, where the collection of the name is known and the Item is of
 * that name. An Item that is not there yet, and a catalogue that does not answer, are no Item: the
 * caller then knows the files by their layout.
 */
public final class StacLookup implements ItemLookup {

    private final FeedClient client;
    private final String base;

    public StacLookup(FeedClient client, URI base) {
        this.client = client;
        this.base = base.toString().replaceFirst("/+$", "");
    }

    @Override
    public Optional<ObjectNode> find(String productName) throws InterruptedException {
        var collection = collection(productName);
        if (collection.isEmpty()) {
            return Optional.empty();
        }
        var uri =
                URI.create(
                        base
                                + "/collections/"
                                + collection.get()
                                + "/items/"
                                + URLEncoder.encode(productName, StandardCharsets.UTF_8));
        try {
            var item = FeedJson.readObject(client.get(uri));
            return item.path("id").asText("").equals(productName)
                    ? Optional.of(ItemForms.normalised(item, uri))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> collection(String name) {
        if (name.matches("S2[A-D]_MSIL1C_.*")) {
            return Optional.of("sentinel-2-l1c");
        }
        if (name.matches("S2[A-D]_MSIL2A_.*")) {
            return Optional.of("sentinel-2-l2a");
        }
        return name.matches("S1[A-D]_.._GRD.*") ? Optional.of("sentinel-1-grd") : Optional.empty();
    }
}
