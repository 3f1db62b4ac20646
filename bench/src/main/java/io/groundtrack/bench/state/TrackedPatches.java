package io.groundtrack.bench.state;

import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.change.Thresholds;
import io.groundtrack.operators.change.TrackChangeFunction;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchOutcome;
import java.time.Duration;
import java.util.ArrayList;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The step track-change, by itself, over some patches that are all looked at in turn. */
@SuppressWarnings("try") // the harness declares close() throws Exception
final class TrackedPatches implements AutoCloseable {

    private static final int LARGEST_SNAPSHOT = 1 << 30;

    private final KeyedOneInputStreamOperatorTestHarness<String, PatchOutcome, Change> harness;
    private final MadeLooks looks;
    private final int patches;

    TrackedPatches(boolean isRocks, int numbers, int patches, Duration horizon) throws Exception {
        this.looks = new MadeLooks(numbers);
        this.patches = patches;
        var thresholds = Thresholds.uncalibrated("S1-RTC", looks.descriptor(), 6, 3, 5);
        var options = ChangeOptions.defaults().withHorizon(horizon);
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new TrackChangeFunction(options, thresholds)),
                        PatchOutcome::getPatchId,
                        Types.STRING);
        if (isRocks) {
            harness.setStateBackend(rocks());
        }
        harness.setCheckpointStorage(new JobManagerCheckpointStorage(LARGEST_SNAPSHOT));
        harness.open();
    }

    static StateBackend rocks() {
        // the harness alone would give it 3 MB, and all it did would be to write files
        var settings = new Configuration();
        settings.set(RocksDBOptions.FIX_PER_SLOT_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
        return new EmbeddedRocksDBStateBackend()
                .configure(settings, TrackedPatches.class.getClassLoader());
    }

    /** One look at every patch; nanoseconds an arrival. */
    double look(double day) throws Exception {
        var arrivals = new ArrayList<PatchOutcome>(patches);
        for (int patch = 0; patch < patches; patch++) {
            arrivals.add(looks.of(patch, day));
        }
        long start = System.nanoTime();
        for (var arrival : arrivals) {
            harness.processElement(arrival, 0);
        }
        double took = (System.nanoTime() - start) / (double) patches;
        harness.getOutput().clear();
        return took;
    }

    /** Bytes of a full snapshot, keys and state names included, a patch. */
    double bytes() throws Exception {
        var snapshot = harness.snapshot(1, 1);
        double bytes = 0;
        for (var handle : snapshot.getManagedKeyedState()) {
            bytes += handle.getStateSize();
        }
        return bytes / patches;
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
