package io.groundtrack.model.head;

import java.util.List;

/**
 * The 19 land-cover classes of BigEarthNet, in lexicographic order: the order of every score list.
 *
 * <p>Source: Sumbul et al., BigEarthNet-MM, 2021 (nomenclature after CORINE Land Cover).
 */
public final class BigEarthNetClasses {
    public static final List<String> NAMES =
            List.of(
                    "Agro-forestry areas",
                    "Arable land",
                    "Beaches, dunes, sands",
                    "Broad-leaved forest",
                    "Coastal wetlands",
                    "Complex cultivation patterns",
                    "Coniferous forest",
                    "Industrial or commercial units",
                    "Inland waters",
                    "Inland wetlands",
                    "Land principally occupied by agriculture, with significant areas of natural"
                            + " vegetation",
                    "Marine waters",
                    "Mixed forest",
                    "Moors, heathland and sclerophyllous vegetation",
                    "Natural grassland and sparsely vegetated areas",
                    "Pastures",
                    "Permanent crops",
                    "Transitional woodland, shrub",
                    "Urban fabric");

    private BigEarthNetClasses() {}
}
