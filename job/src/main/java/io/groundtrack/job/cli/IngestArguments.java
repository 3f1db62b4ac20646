package io.groundtrack.job.cli;

import io.groundtrack.ingest.adapter.FileNoticeSink;
import io.groundtrack.ingest.adapter.NoticeSink;
import io.groundtrack.job.feeds.KafkaNoticeSink;
import io.groundtrack.job.options.Options;
import io.groundtrack.sinks.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all {@code ingest} commands take: where the notices go. */
final class IngestArguments {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = {
                "Append the notices to FILE, one a line, for `replay --notices FILE`; refused ones go to FILE.refused.",
                "Without it they go to the Kafka of kafka.bootstrap-servers, refused ones to its dead letters."
            })
    Path out;

    @Mixin CommonArguments common = new CommonArguments();

    /** Opens the file or the broker; missing topics are created. */
    NoticeSink openSink() throws IOException {
        var options = common.options(Map.of());
        if (out != null) {
            return new FileNoticeSink(out);
        }
        var kafka = options.kafka();
        var prefix = options.get(Options.KAFKA_PREFIX);
        Topics.createMissing(kafka, prefix);
        return new KafkaNoticeSink(kafka, prefix);
    }

    /** Largest notice that the job reads. */
    int maxNoticeBytes() throws IOException {
        return common.options(Map.of()).notices().maxBytes();
    }

    /** The file, or the broker, for progress lines. */
    String target() throws IOException {
        return out != null
                ? out.toString()
                : "Kafka " + common.options(Map.of()).get(Options.KAFKA_SERVERS);
    }
}
