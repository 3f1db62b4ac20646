package io.groundtrack.job.fitting;

import io.groundtrack.ingest.cutting.CellStatistics;
import io.groundtrack.ingest.cutting.PatchCutter;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.Scene;
import io.groundtrack.testing.landscape.scene.ScenePatch;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Sees a landscape as the job does, without files: each patch of each overflight that passes the
 * gate.
 *
 * <p>in: landscape → out: patches in physical units, or observations with their cells (no vector).
 * Deterministic, whatever the number of threads. The gate and the numbers of a cell are the job's
 * own.
 */
public final class LandscapeObservations {

    private final Landscape landscape;
    private final double minClear;

    /**
     * @param minClear {@code patches.min-clear}
     */
    public LandscapeObservations(Landscape landscape, double minClear) {
        this.landscape = landscape;
        this.minClear = minClear;
    }

    /** The history of every patch, by patch id, in order of time. */
    public SortedMap<String, List<PatchEmbedding>> histories() {
        var scenes = landscape.scenes();
        var looks =
                IntStream.range(0, scenes.size())
                        .parallel()
                        .mapToObj(i -> looksOf(landscape.render(scenes.get(i))))
                        .toList();
        var histories = new TreeMap<String, List<PatchEmbedding>>();
        looks.forEach(
                scene ->
                        scene.forEach(
                                look ->
                                        histories
                                                .computeIfAbsent(
                                                        look.getPatchId(), id -> new ArrayList<>())
                                                .add(look)));
        histories
                .values()
                .forEach(h -> h.sort(Comparator.comparing(PatchEmbedding::getAcquisitionTime)));
        return histories;
    }

    /** Hands out every gated patch of the overflights at {@code indexes}, scene by scene. */
    public void forEachPatch(int[] indexes, BiConsumer<SceneSpec, ScenePatch> patches) {
        for (int index : indexes) {
            var spec = landscape.scenes().get(index);
            gated(landscape.render(spec)).forEach(patch -> patches.accept(spec, patch));
        }
    }

    private List<PatchEmbedding> looksOf(Scene scene) {
        return gated(scene).stream().map(patch -> look(scene.spec(), patch)).toList();
    }

    private List<ScenePatch> gated(Scene scene) {
        var area = landscape.area();
        var patches = new ArrayList<ScenePatch>();
        for (int row = area.firstRow(); row < area.firstRow() + area.rows(); row++) {
            for (int column = area.firstColumn();
                    column < area.firstColumn() + area.columns();
                    column++) {
                var patch = scene.patch(row, column);
                if (patch.clearFraction() >= minClear) {
                    patches.add(patch);
                }
            }
        }
        return patches;
    }

    private PatchEmbedding look(SceneSpec spec, ScenePatch patch) {
        var frame = landscape.area().frame();
        return PatchEmbedding.newBuilder()
                .setPatchId(Ids.patch(frame.tile(), patch.row(), patch.column()))
                .setTile(frame.tile())
                .setRow(patch.row())
                .setColumn(patch.column())
                .setEpsg(frame.epsg())
                .setUlx(frame.easting(patch.column()))
                .setUly(frame.northing(patch.row()))
                .setPassId(spec.id())
                .setSensor(spec.sensor())
                .setPlatform(spec.platform())
                .setProductKind(
                        switch (spec.sensor()) {
                            case S1 -> "S1-RTC";
                            case S2 -> "S2-L2A";
                        })
                .setRelativeOrbit(spec.relativeOrbit())
                .setAcquisitionTime(spec.start())
                .setModelId("none")
                .setCells(
                        CellStatistics.of(
                                spec.sensor(),
                                patch.bands(),
                                patch.planes(),
                                patch.clear(),
                                Area.PATCH,
                                PatchCutter.CELLS))
                .setValidFraction((float) patch.validFraction())
                .setClearFraction((float) patch.clearFraction())
                .build();
    }
}
