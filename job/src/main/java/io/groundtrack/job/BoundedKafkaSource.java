package io.groundtrack.job;

import java.io.IOException;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A bounded Kafka source that ends also when it is restored from a checkpoint, be it of an
 * unbounded run.
 *
 * <p>By itself it would not, in connector 5.0: the splits of an unbounded run have no end, and the
 * enumerator tells readers that there are no more splits only when it has found new partitions.
 * Here a split without an end is read as one that ends where its partition ends when reading
 * begins, and {@link EndingEnumerator} tells the readers.
 *
 * @param source a bounded source, to which everything else is left
 */
record BoundedKafkaSource<T>(KafkaSource<T> source)
        implements Source<T, KafkaPartitionSplit, KafkaSourceEnumState> {

    private static final long serialVersionUID = 1L;

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<T, KafkaPartitionSplit> createReader(SourceReaderContext context)
            throws Exception {
        return source.createReader(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state)
            throws IOException {
        var listening = new EndingEnumerator.Context(context);
        return new EndingEnumerator(source.restoreEnumerator(listening, state), listening);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return new EndingSplits(source.getSplitSerializer());
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    private record EndingSplits(SimpleVersionedSerializer<KafkaPartitionSplit> splits)
            implements SimpleVersionedSerializer<KafkaPartitionSplit> {

        @Override
        public int getVersion() {
            return splits.getVersion();
        }

        @Override
        public byte[] serialize(KafkaPartitionSplit split) throws IOException {
            return splits.serialize(split);
        }

        // the marker is deprecated for callers who know the offset; here only the reader does
        @SuppressWarnings("deprecation")
        @Override
        public KafkaPartitionSplit deserialize(int version, byte[] bytes) throws IOException {
            var split = splits.deserialize(version, bytes);
            return split.getStoppingOffset().isPresent()
                    ? split
                    : new KafkaPartitionSplit(
                            split.getTopicPartition(),
                            split.getStartingOffset(),
                            KafkaPartitionSplit.LATEST_OFFSET);
        }
    }
}
