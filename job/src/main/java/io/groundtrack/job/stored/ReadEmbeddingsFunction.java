package io.groundtrack.job.stored;

import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.sinks.files.StoredEmbeddings;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads stored observations in the place of cutting and embedding.
 *
 * <p>in: number of a row group → out: its observations as embedded outcomes, as stored; {@link
 * #PAIRS} gets the partner of each Sentinel-2 observation. A partner that was not embedded at the
 * patch changes nothing there. State: none; memory: one row group. Errors: {@link
 * java.io.IOException} naming the file.
 */
public final class ReadEmbeddingsFunction extends ProcessFunction<Long, PatchOutcome> {

    private static final long serialVersionUID = 1L;

    /** Which S1 pass a patch of an S2 pass is fused with. */
    public static final OutputTag<PatchPair> PAIRS =
            new OutputTag<>("stored-pairs") {
                private static final long serialVersionUID = 1L;
            };

    private final StoredRun run;

    public ReadEmbeddingsFunction(StoredRun run) {
        this.run = run;
    }

    @Override
    public void processElement(Long group, Context context, Collector<PatchOutcome> out)
            throws Exception {
        try (var stored = StoredEmbeddings.open(StoredRun.embeddingsIn(run.path()))) {
            stored.read(
                    Math.toIntExact(group),
                    seen -> {
                        out.collect(outcome(seen));
                        var partner = run.partners().get(seen.getPassId());
                        if (partner != null) {
                            context.output(PAIRS, pair(seen, partner));
                        }
                    });
        }
    }

    private static PatchOutcome outcome(PatchEmbedding seen) {
        return PatchOutcome.newBuilder()
                .setPatchId(seen.getPatchId())
                .setTile(seen.getTile())
                .setRow(seen.getRow())
                .setColumn(seen.getColumn())
                .setEpsg(seen.getEpsg())
                .setUlx(seen.getUlx())
                .setUly(seen.getUly())
                .setPassId(seen.getPassId())
                .setPassRevision(seen.getPassRevision())
                .setSensor(seen.getSensor())
                .setPlatform(seen.getPlatform())
                .setProductKind(seen.getProductKind())
                .setRelativeOrbit(seen.getRelativeOrbit())
                .setAcquisitionTime(seen.getAcquisitionTime())
                .setKind(OutcomeKind.EMBEDDED)
                .setValidFraction(seen.getValidFraction())
                .setClearFraction(seen.getClearFraction())
                .setLongitude(seen.getLongitude())
                .setLatitude(seen.getLatitude())
                .setQuality(seen.getQuality())
                .setEmbedding(seen)
                .build();
    }

    private static PatchPair pair(PatchEmbedding seen, String partner) {
        return PatchPair.newBuilder()
                .setPatchId(seen.getPatchId())
                .setTile(seen.getTile())
                .setS2Pass(seen.getPassId())
                .setS1Pass(partner)
                .setRevision(1)
                .build();
    }
}
