package io.groundtrack.job.sameness;

import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.embedded.EmbeddedWith;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.operators.embedding.SharedModel;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** The broker and the model that all runs of a table share. */
final class Workbench implements AutoCloseable {

    private final MonitoringOptions options;
    private final Path folder;
    private final SharedModel model;
    private final EmbeddedKafka broker;
    private final ModelFacts facts;
    private int trials;

    /**
     * @param folder for topics and checkpoints; whoever made it deletes it
     */
    Workbench(MonitoringOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.model = SharedModel.acquire(options.embedding().on(Optional.empty()));
        try {
            this.facts = ModelFacts.of(model.model());
            this.broker = EmbeddedKafka.start(folder.resolve("kafka"));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The next run, on topics and in a folder of its own. */
    Trial trial() {
        trials++;
        return new Trial(this, "run-%02d".formatted(trials));
    }

    MonitoringOptions options() {
        return options;
    }

    Path folder() {
        return folder;
    }

    ModelFacts facts() {
        return facts;
    }

    EmbeddedWith embeddedWith() {
        return EmbeddedWith.of(model.model(), options.embedding());
    }

    Properties kafka() {
        var kafka = new Properties();
        kafka.put("bootstrap.servers", broker.bootstrapServers());
        return kafka;
    }

    @Override
    public void close() {
        broker.close();
        model.close();
    }
}
