package io.groundtrack.job;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/**
 * The restored enumerator of a bounded Kafka source, which tells every reader that there are no
 * more splits once partitions have been looked for.
 *
 * <p>State: that of the enumerator it wraps. All calls come from the coordinator's thread.
 */
final class EndingEnumerator implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {

    private final SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> wrapped;
    private final Context context;

    /**
     * @param wrapped made with {@code context}
     */
    EndingEnumerator(
            SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> wrapped, Context context) {
        this.wrapped = wrapped;
        this.context = context;
    }

    @Override
    public void start() {
        wrapped.start();
    }

    @Override
    public void addReader(int reader) {
        wrapped.addReader(reader);
        if (context.settled) {
            context.signalNoMoreSplits(reader);
        }
    }

    @Override
    public void handleSplitRequest(int reader, String host) {
        wrapped.handleSplitRequest(reader, host);
    }

    @Override
    public void addSplitsBack(List<KafkaPartitionSplit> splits, int reader) {
        wrapped.addSplitsBack(splits, reader);
    }

    @Override
    public KafkaSourceEnumState snapshotState(long checkpoint) throws Exception {
        return wrapped.snapshotState(checkpoint);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        wrapped.notifyCheckpointComplete(checkpoint);
    }

    @Override
    public void handleSourceEvent(int reader, SourceEvent event) {
        wrapped.handleSourceEvent(reader, event);
    }

    @Override
    public void close() throws IOException {
        wrapped.close();
    }

    /**
     * Knows when the search for partitions is over: it is a chain of asynchronous calls, and the
     * last one starts no other.
     */
    static final class Context implements SplitEnumeratorContext<KafkaPartitionSplit> {

        private final SplitEnumeratorContext<KafkaPartitionSplit> wrapped;
        private long calls;
        private boolean settled;

        Context(SplitEnumeratorContext<KafkaPartitionSplit> wrapped) {
            this.wrapped = wrapped;
        }

        @Override
        public <T> void callAsync(Callable<T> call, BiConsumer<T, Throwable> then) {
            calls++;
            wrapped.callAsync(
                    call,
                    (result, failure) -> {
                        long before = calls;
                        then.accept(result, failure);
                        if (calls == before) {
                            settled = true;
                            registeredReaders().keySet().forEach(this::signalNoMoreSplits);
                        }
                    });
        }

        @Override
        public <T> void callAsync(
                Callable<T> call, BiConsumer<T, Throwable> then, long delay, long period) {
            wrapped.callAsync(call, then, delay, period);
        }

        @Override
        public SplitEnumeratorMetricGroup metricGroup() {
            return wrapped.metricGroup();
        }

        @Override
        public void sendEventToSourceReader(int reader, SourceEvent event) {
            wrapped.sendEventToSourceReader(reader, event);
        }

        @Override
        public int currentParallelism() {
            return wrapped.currentParallelism();
        }

        @Override
        public Map<Integer, ReaderInfo> registeredReaders() {
            return wrapped.registeredReaders();
        }

        @Override
        public void assignSplits(SplitsAssignment<KafkaPartitionSplit> assignment) {
            wrapped.assignSplits(assignment);
        }

        @Override
        public void signalNoMoreSplits(int reader) {
            wrapped.signalNoMoreSplits(reader);
        }

        @Override
        public void runInCoordinatorThread(Runnable action) {
            wrapped.runInCoordinatorThread(action);
        }

        @Override
        public void setIsProcessingBacklog(boolean isBacklog) {
            wrapped.setIsProcessingBacklog(isBacklog);
        }
    }
}
