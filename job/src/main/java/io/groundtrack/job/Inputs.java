package io.groundtrack.job;

import io.groundtrack.ingest.notice.RawNotice;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where notices come from: Kafka in production and in replays, a collection in a test. */
@FunctionalInterface
public interface Inputs {

    /** The notices of both sensors, each source with a uid of its own. */
    DataStream<RawNotice> notices(StreamExecutionEnvironment env);
}
