package io.groundtrack.job.cli;

import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.ingest.adapter.FileNoticeSink;
import io.groundtrack.ingest.adapter.NoticeSink;
import io.groundtrack.ingest.adapter.RewritingSink;
import io.groundtrack.ingest.cog.CogAssets;
import io.groundtrack.ingest.cog.CogConversion;
import io.groundtrack.ingest.cog.CogProfile;
import io.groundtrack.job.feeds.KafkaNoticeSink;
import io.groundtrack.job.options.MonitoringOptions;
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

    @Option(
            names = "--to-cog",
            paramLabel = "DIR",
            description = {
                "Turn JPEG 2000 assets into COGs in DIR, each once, and announce those: read about ten times as fast.",
                "Where the assets may lie: assets.base, assets.allowed-roots, assets.allowed-hosts."
            })
    Path toCog;

    @Mixin CommonArguments common = new CommonArguments();

    /** Opens the file or the broker; missing topics are created. */
    NoticeSink openSink() throws IOException {
        var options = common.options(Map.of());
        if (toCog == null) {
            return openSink(options);
        }
        var cogs = new CogConversion(toCog, CogProfile.Codec.ZSTD);
        var rewriter = new CogAssets(new AssetFiles(options.assets()), cogs);
        return new RewritingSink(openSink(options), rewriter);
    }

    private NoticeSink openSink(MonitoringOptions options) throws IOException {
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
