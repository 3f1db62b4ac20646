package io.groundtrack.job.patches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Labels of a patch that a notice carries: CORINE Land Cover classes of the third level in {@code
 * labels:corine}, told in the 19 classes of BigEarthNet.
 *
 * <p>Only an Item that is a piece of a granule ({@code groundtrack:part}) is one patch; labels of
 * anything larger say nothing of its patches. Source: Sumbul et al., BigEarthNet-MM, 2021, table 1.
 */
final class CorineLabels {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> CLASSES =
            Map.ofEntries(
                    Map.entry("Continuous urban fabric", "Urban fabric"),
                    Map.entry("Discontinuous urban fabric", "Urban fabric"),
                    same("Industrial or commercial units"),
                    Map.entry("Non-irrigated arable land", "Arable land"),
                    Map.entry("Permanently irrigated land", "Arable land"),
                    Map.entry("Rice fields", "Arable land"),
                    Map.entry("Vineyards", "Permanent crops"),
                    Map.entry("Fruit trees and berry plantations", "Permanent crops"),
                    Map.entry("Olive groves", "Permanent crops"),
                    Map.entry("Annual crops associated with permanent crops", "Permanent crops"),
                    same("Pastures"),
                    same("Complex cultivation patterns"),
                    same(
                            "Land principally occupied by agriculture, with significant areas of"
                                    + " natural vegetation"),
                    same("Agro-forestry areas"),
                    same("Broad-leaved forest"),
                    same("Coniferous forest"),
                    same("Mixed forest"),
                    Map.entry(
                            "Natural grassland", "Natural grassland and sparsely vegetated areas"),
                    Map.entry(
                            "Natural grasslands", "Natural grassland and sparsely vegetated areas"),
                    Map.entry(
                            "Sparsely vegetated areas",
                            "Natural grassland and sparsely vegetated areas"),
                    Map.entry(
                            "Moors and heathland",
                            "Moors, heathland and sclerophyllous vegetation"),
                    Map.entry(
                            "Sclerophyllous vegetation",
                            "Moors, heathland and sclerophyllous vegetation"),
                    Map.entry("Transitional woodland/shrub", "Transitional woodland, shrub"),
                    Map.entry("Transitional woodland-shrub", "Transitional woodland, shrub"),
                    same("Beaches, dunes, sands"),
                    Map.entry("Inland marshes", "Inland wetlands"),
                    Map.entry("Peatbogs", "Inland wetlands"),
                    Map.entry("Peat bogs", "Inland wetlands"),
                    Map.entry("Salt marshes", "Coastal wetlands"),
                    Map.entry("Salines", "Coastal wetlands"),
                    Map.entry("Water courses", "Inland waters"),
                    Map.entry("Water bodies", "Inland waters"),
                    Map.entry("Coastal lagoons", "Marine waters"),
                    Map.entry("Estuaries", "Marine waters"),
                    Map.entry("Sea and ocean", "Marine waters"));

    private CorineLabels() {}

    private static Map.Entry<String, String> same(String name) {
        return Map.entry(name, name);
    }

    /** Classes that a notice names for its one patch, without those that are in none of the 19. */
    static List<String> of(byte[] notice) {
        JsonNode properties;
        try {
            properties = JSON.readTree(notice).path("data").path("properties");
        } catch (IOException e) {
            return List.of();
        }
        if (!properties.path("groundtrack:part").isTextual()) {
            return List.of();
        }
        var labels = new TreeSet<String>();
        for (var name : properties.path("labels:corine")) {
            var label = CLASSES.get(name.asText());
            if (label != null) {
                labels.add(label);
            }
        }
        return new ArrayList<>(labels);
    }
}
