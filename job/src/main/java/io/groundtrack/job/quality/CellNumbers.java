package io.groundtrack.job.quality;

import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The same observation with other numbers for its cells: some of the radiometric ones, the sketch,
 * or both, so that the same fold scores them.
 */
final class CellNumbers {

    static final Predicate<String> ALL = name -> true;
    static final Predicate<String> NONE = name -> false;
    static final Predicate<String> MEANS = name -> name.endsWith(".mean");

    /** A step of a sketch; any will do, as scores are relative to the number's own spread. */
    private static final double SKETCH_SCALE = 0.1;

    private CellNumbers() {}

    /** Empty where nothing would be left. */
    static Optional<PatchEmbedding> with(
            PatchEmbedding seen, Predicate<String> kept, boolean sketch) {
        var cells = seen.getCells();
        int places = cells.getGrid() * cells.getGrid();
        int all = cells.getNames().size();
        var names = new ArrayList<String>();
        var scales = new ArrayList<Double>();
        var columns = new ArrayList<Integer>();
        for (int j = 0; j < all; j++) {
            if (kept.test(cells.getNames().get(j))) {
                names.add(cells.getNames().get(j));
                scales.add(cells.getScales().get(j));
                columns.add(j);
            }
        }
        int radiometric = names.size();
        var bytes = Packed.bytes(seen.getSketch());
        int sketched = sketch ? bytes.length / places : 0;
        if (sketch && sketched == 0 || radiometric + sketched == 0) {
            return Optional.empty();
        }
        for (int j = 0; j < sketched; j++) {
            names.add("sketch." + j);
            scales.add(SKETCH_SCALE);
        }
        var stored = Packed.shorts(cells.getNumbers());
        var chosen = new short[places * names.size()];
        for (int place = 0; place < places; place++) {
            for (int j = 0; j < names.size(); j++) {
                chosen[place * names.size() + j] =
                        j < radiometric
                                ? stored[place * all + columns.get(j)]
                                : bytes[place * sketched + j - radiometric];
            }
        }
        return Optional.of(
                PatchEmbedding.newBuilder(seen)
                        .setCells(
                                CellLook.newBuilder(cells)
                                        .setNames(List.copyOf(names))
                                        .setScales(List.copyOf(scales))
                                        .setNumbers(Packed.shorts(chosen))
                                        .build())
                        .build());
    }
}
