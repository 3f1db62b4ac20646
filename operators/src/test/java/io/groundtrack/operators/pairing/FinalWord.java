package io.groundtrack.operators.pairing;

import io.groundtrack.operators.versions.VersionOrder;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.Packed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a set of notices comes to, without order or state: the highest version above the highest
 * delete of each product, the passes they form and the pairs of {@link TilePairs}.
 */
final class FinalWord {

    private FinalWord() {}

    /** The live granules of all tiles. */
    static List<Granule> of(List<GranuleNotice> notices) {
        var byProduct =
                notices.stream().collect(Collectors.groupingBy(GranuleNotice::getProductKey));
        var live = new ArrayList<Granule>();
        for (var product : byProduct.values()) {
            product.stream()
                    .max(Comparator.comparing(GranuleNotice::getVersion, VersionOrder.ORDER))
                    .filter(last -> last.getOperation() != Operation.DELETE)
                    .ifPresent(last -> live.addAll(granules(last)));
        }
        return live;
    }

    private static List<Granule> granules(GranuleNotice notice) {
        return notice.getTiles().stream()
                .map(
                        share ->
                                Granule.newBuilder()
                                        .setProductKey(notice.getProductKey())
                                        .setGranuleId(notice.getGranuleId())
                                        .setVersion(notice.getVersion())
                                        .setSensor(notice.getSensor())
                                        .setPlatform(notice.getPlatform())
                                        .setProductKind(notice.getProductKind())
                                        .setRelativeOrbit(notice.getRelativeOrbit())
                                        .setAcquisitionTime(notice.getAcquisitionTime())
                                        .setShare(share)
                                        .setOrigin(notice.getOrigin())
                                        .build())
                .toList();
    }

    /** Patch and S2 pass → S1 pass. */
    static Map<String, String> patchPairs(Collection<List<Granule>> tiles, PairingOptions options) {
        var pairs = new TreeMap<String, String>();
        for (var granules : tiles) {
            for (var pair : TilePairs.of(granules, TilePairs.Rule.of(options)).pairs()) {
                for (var rows : pair.rows()) {
                    var frame = rows.s2().getFrame();
                    Packed.bits(frame.getPatches()).stream()
                            .forEach(
                                    bit ->
                                            pairs.put(
                                                    patch(frame.getTile(), frame.getColumns(), bit)
                                                            + "|"
                                                            + pair.s2Pass(),
                                                    pair.s1Pass()));
                }
            }
        }
        return pairs;
    }

    /** Pass and patch → ids of the granules that touch it, by sensing start, then id. */
    static Map<String, List<String>> contents(Collection<List<Granule>> tiles) {
        var contents = new TreeMap<String, List<String>>();
        for (var granules : tiles) {
            granules.stream()
                    .sorted(
                            Comparator.comparing(Granule::getAcquisitionTime)
                                    .thenComparing(Granule::getGranuleId))
                    .forEach(
                            granule -> {
                                var share = granule.getShare();
                                Packed.bits(share.getPatches()).stream()
                                        .mapToObj(
                                                bit ->
                                                        share.getPassId()
                                                                + "|"
                                                                + patch(
                                                                        share.getTile(),
                                                                        share.getColumns(),
                                                                        bit))
                                        .forEach(
                                                key ->
                                                        contents.computeIfAbsent(
                                                                        key, k -> new ArrayList<>())
                                                                .add(granule.getGranuleId()));
                            });
        }
        return contents;
    }

    private static String patch(String tile, int columns, int bit) {
        return Ids.patch(tile, bit / columns, bit % columns);
    }
}
