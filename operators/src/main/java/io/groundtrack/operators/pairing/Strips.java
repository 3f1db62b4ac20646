package io.groundtrack.operators.pairing;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Strip;
import io.groundtrack.schemas.TileShare;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * Cuts the touched patches of a pass into strips of whole rows.
 *
 * <p>in: touched patches of a pass revision → out: one strip for every group of rows with something
 * to do, each with just the granules that meet it. A strip keeps its id over all revisions of the
 * pass.
 */
final class Strips {

    private Strips() {}

    /**
     * @param pass the pass as it is now; null when its last granule went.
     */
    static List<Strip> of(
            Granule template, Pass pass, int revision, BitSet touched, int stripRows) {
        int columns = template.getShare().getColumns();
        var byStrip = new TreeMap<Integer, BitSet>();
        touched.stream()
                .forEach(
                        bit ->
                                byStrip.computeIfAbsent(
                                                bit / columns / stripRows * stripRows,
                                                r -> new BitSet())
                                        .set(bit));
        var strips = new ArrayList<Strip>(byStrip.size());
        byStrip.forEach((row, bits) -> strips.add(strip(template, pass, revision, row, bits)));
        return strips;
    }

    private static Strip strip(Granule template, Pass pass, int revision, int row, BitSet touched) {
        var share = template.getShare();
        var cut = (BitSet) touched.clone();
        var gone = (BitSet) touched.clone();
        cut.and(pass == null ? new BitSet() : pass.patches());
        gone.andNot(cut);
        var granules = new ArrayList<Granule>();
        if (pass != null) {
            pass.granules().stream()
                    .filter(g -> Packed.bits(g.getShare().getPatches()).intersects(cut))
                    .forEach(granules::add);
        }
        return Strip.newBuilder()
                .setStripId(Ids.strip(share.getPassId(), row))
                .setPassId(share.getPassId())
                .setPassRevision(revision)
                .setSensor(template.getSensor())
                .setPlatform(template.getPlatform())
                .setProductKind(template.getProductKind())
                .setRelativeOrbit(template.getRelativeOrbit())
                .setFrame(
                        TileShare.newBuilder(share)
                                .setFootprint(ByteBuffer.allocate(0))
                                .setPatches(Packed.bits(cut))
                                .build())
                .setGone(Packed.bits(gone))
                .setGranules(granules)
                .build();
    }
}
