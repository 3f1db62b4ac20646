package io.groundtrack.operators.embedding;

import io.groundtrack.model.EmbeddingModel;
import java.util.HashMap;
import java.util.Map;

/**
 * One model for all subtasks of a process, counted by its users: weights are read-only, and natives
 * load once.
 *
 * <p>State: static by intention; the last user closes it. In a cluster the model's jars lie in
 * Flink's lib/, so that one class loader holds it.
 */
public final class SharedModel implements AutoCloseable {

    private static final Map<EmbeddingOptions, SharedModel> OPEN = new HashMap<>();

    private final EmbeddingOptions options;
    private final EmbeddingModel model;
    private int users;

    private SharedModel(EmbeddingOptions options) {
        this.options = options;
        this.model = EmbeddingModel.open(options.model(), options.forModel());
    }

    /** Opens the model, or joins those who have; every call needs its {@link #close()}. */
    public static SharedModel acquire(EmbeddingOptions options) {
        synchronized (OPEN) {
            var shared = OPEN.computeIfAbsent(options, SharedModel::new);
            shared.users++;
            return shared;
        }
    }

    public EmbeddingModel model() {
        return model;
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            if (--users == 0) {
                OPEN.remove(options);
                model.close();
            }
        }
    }
}
