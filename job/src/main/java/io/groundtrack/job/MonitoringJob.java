package io.groundtrack.job;

import static io.groundtrack.job.OperatorUids.*;

import io.groundtrack.ingest.cutting.CutIntoPatchesFunction;
import io.groundtrack.ingest.notice.ReadNoticesFunction;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.job.stored.ReadEmbeddingsFunction;
import io.groundtrack.job.stored.ReadPassesFunction;
import io.groundtrack.job.stored.StoredRun;
import io.groundtrack.operators.change.TrackChangeFunction;
import io.groundtrack.operators.classification.ClassifyPatchesFunction;
import io.groundtrack.operators.embedding.EmbedPatchesOperator;
import io.groundtrack.operators.pairing.PairByFootprintFunction;
import io.groundtrack.operators.versions.ResolveGranuleVersionsFunction;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.Strip;
import io.groundtrack.sinks.kafka.OutcomeToLedgerFunction;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Notices of newly acquired Sentinel-1 and Sentinel-2 granules arrive on Kafka; granules over the
 * same tile are paired by footprint and time; every pass is cut into patches, each patch is
 * embedded by CSMoE, and each embedding is classified, fused with its partner, and compared with
 * the history of its place; what changed becomes an alert. Live or replayed, in any order of
 * arrival, with the same result. What cannot be read or comes too late goes to the dead letters;
 * progress of every granule to the ledger.
 */
public final class MonitoringJob {

    private MonitoringJob() {}

    /** What this job asks of the engine, whatever else its configuration says. */
    public static Configuration engineSettings() {
        var settings = new Configuration();
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(PipelineOptions.MAX_PARALLELISM, MonitoringOptions.KEY_GROUPS);
        return settings;
    }

    /** Defines the graph; the caller executes it. */
    public static void define(
            StreamExecutionEnvironment env,
            Inputs in,
            MonitoringOptions options,
            ModelFacts model,
            Outputs out) {
        env.configure(engineSettings());

        var notices =
                step(
                        READ_NOTICES,
                        in.notices(env).process(new ReadNoticesFunction(options.notices())));

        var granules =
                step(
                        RESOLVE_GRANULE_VERSIONS,
                        notices.keyBy(GranuleNotice::getProductKey)
                                .process(
                                        new ResolveGranuleVersionsFunction(
                                                options.limit(Options.REMEMBER_DELETES))));

        var strips =
                step(
                        PAIR_BY_FOOTPRINT,
                        granules.keyBy(granule -> granule.getShare().getTile())
                                .process(new PairByFootprintFunction(options.pairing())));
        var pairs = strips.getSideOutput(PairByFootprintFunction.PAIRS);

        // keyed by strip: the revisions of a strip stay in order, and one pass uses the whole
        // cluster
        var cut =
                step(
                        CUT_INTO_PATCHES,
                        strips.keyBy(Strip::getStripId)
                                .process(
                                        new CutIntoPatchesFunction(
                                                options.cutting(
                                                        model.s1Bands(), model.s2Bands()))));

        var outcomes =
                step(
                        EMBED_PATCHES,
                        cut.transform(
                                EMBED_PATCHES,
                                TypeInformation.of(PatchOutcome.class),
                                new EmbedPatchesOperator.Factory(options.embedding())));
        judge(
                new Observed(
                        outcomes,
                        pairs,
                        notices.getSideOutput(ReadNoticesFunction.REJECTS)
                                .union(
                                        strips.getSideOutput(PairByFootprintFunction.REJECTS),
                                        cut.getSideOutput(CutIntoPatchesFunction.REJECTS)),
                        notices.getSideOutput(ReadNoticesFunction.LEDGER)
                                .union(
                                        granules.getSideOutput(
                                                ResolveGranuleVersionsFunction.LEDGER),
                                        strips.getSideOutput(PairByFootprintFunction.LEDGER))),
                options,
                model,
                out);
    }

    /**
     * Defines the graph of a replay from stored embeddings, which take the place of all up to
     * embed-patches.
     */
    public static void defineFrom(
            StoredRun run,
            StreamExecutionEnvironment env,
            MonitoringOptions options,
            ModelFacts model,
            Outputs out) {
        env.configure(engineSettings());
        // a row group is read as one, whatever its number of rows
        var outcomes =
                step(
                        STORED_EMBEDDINGS,
                        numbers(env, STORED_ROW_GROUPS, run.groups())
                                .process(new ReadEmbeddingsFunction(run)));
        var ledger =
                step(
                        STORED_PASSES,
                        numbers(env, STORED_FOLDER, 1).flatMap(new ReadPassesFunction(run)));
        judge(
                new Observed(
                        outcomes,
                        outcomes.getSideOutput(ReadEmbeddingsFunction.PAIRS),
                        null,
                        ledger),
                options,
                model,
                out);
    }

    private static SingleOutputStreamOperator<Long> numbers(
            StreamExecutionEnvironment env, String uid, int count) {
        return env.fromSource(
                        new NumberSequenceSource(0, count - 1L),
                        WatermarkStrategy.noWatermarks(),
                        uid.replace('-', ' '))
                .uid(uid);
    }

    /** What is known before it is judged; {@code rejects} null where no step before can reject. */
    private record Observed(
            SingleOutputStreamOperator<PatchOutcome> outcomes,
            DataStream<PatchPair> pairs,
            DataStream<Reject> rejects,
            DataStream<LedgerEntry> ledger) {}

    private static void judge(
            Observed in, MonitoringOptions options, ModelFacts model, Outputs out) {
        var outcomes = in.outcomes();
        var byPatch = outcomes.keyBy(PatchOutcome::getPatchId);

        var classifications =
                step(
                        CLASSIFY_PATCHES,
                        byPatch.connect(in.pairs().keyBy(PatchPair::getPatchId))
                                .process(
                                        new ClassifyPatchesFunction(
                                                model.heads(),
                                                options.limit(Options.PAIRING_HORIZON),
                                                options.pairing().window())));

        var changes =
                step(
                        TRACK_CHANGE,
                        byPatch.process(
                                new TrackChangeFunction(options.change(), model.thresholds())));

        named(EMBEDDINGS, outcomes.sinkTo(out.embeddings()));
        named(CLASSIFICATIONS, classifications.sinkTo(out.classifications()));
        named(CHANGES, changes.sinkTo(out.changes()));
        var rejects =
                classifications
                        .getSideOutput(ClassifyPatchesFunction.REJECTS)
                        .union(changes.getSideOutput(TrackChangeFunction.REJECTS));
        named(
                DEAD_LETTERS,
                (in.rejects() == null ? rejects : in.rejects().union(rejects))
                        .sinkTo(out.deadLetters()));
        named(
                LEDGER,
                in.ledger()
                        .union(step(TELL_OUTCOMES, outcomes.map(new OutcomeToLedgerFunction())))
                        .sinkTo(out.ledger()));
    }

    private static <T> SingleOutputStreamOperator<T> step(
            String uid, SingleOutputStreamOperator<T> operator) {
        return operator.uid(uid).name(uid.replace('-', ' '));
    }

    private static void named(String uid, DataStreamSink<?> sink) {
        sink.uid(uid).name(uid.replace('-', ' '));
    }
}
