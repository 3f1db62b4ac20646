package io.groundtrack.ingest.adapter.cdse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the {@code $filter} of a search from what the operator asks for. */
public final class OdataFilter {

    private OdataFilter() {}

    /**
     * @param collections SENTINEL-1, SENTINEL-2
     * @param productTypes as S2MSI2A; empty for all
     * @param bbox west, south, east, north; empty for everywhere
     * @param more any filter of OData beside these
     */
    public static String of(
            List<String> collections,
            List<String> productTypes,
            List<Double> bbox,
            Optional<String> more) {
        var parts = new ArrayList<String>();
        collections.forEach(name -> word("--collection", name));
        productTypes.forEach(type -> word("--product-type", type));
        if (!collections.isEmpty()) {
            parts.add(any(collections, name -> "Collection/Name eq '" + name + "'"));
        }
        if (!productTypes.isEmpty()) {
            parts.add(
                    any(
                            productTypes,
                            type ->
                                    "Attributes/OData.CSC.StringAttribute/any(att:att/Name eq"
                                            + " 'productType' and"
                                            + " att/OData.CSC.StringAttribute/Value eq '"
                                            + type
                                            + "')"));
        }
        if (!bbox.isEmpty()) {
            parts.add(intersects(bbox));
        }
        more.ifPresent(filter -> parts.add("(" + filter + ")"));
        return String.join(" and ", parts);
    }

    private static String any(
            List<String> values, java.util.function.Function<String, String> condition) {
        return values.stream().map(condition).collect(Collectors.joining(" or ", "(", ")"));
    }

    private static void word(String option, String value) {
        if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    option + ": " + value + " (expected: letters, digits, - and _)");
        }
    }

    private static String intersects(List<Double> box) {
        if (box.size() != 4 || box.get(0) >= box.get(2) || box.get(1) >= box.get(3)) {
            throw new IllegalArgumentException(
                    "--bbox: " + box + " (expected: west,south,east,north in degrees)");
        }
        var corners = new int[][] {{0, 1}, {2, 1}, {2, 3}, {0, 3}, {0, 1}};
        var text = new ArrayList<String>();
        for (var corner : corners) {
            text.add(
                    String.format(
                            Locale.ROOT, "%.6f %.6f", box.get(corner[0]), box.get(corner[1])));
        }
        return "OData.CSC.Intersects(area=geography'SRID=4326;POLYGON(("
                + String.join(",", text)
                + "))')";
    }
}
