package io.groundtrack.model.checkpoint;

import java.util.Set;

/**
 * An open file of named tensors, read one by one, so that a model of several gigabytes needs the
 * room of one tensor only.
 *
 * <p>Errors: {@link IllegalArgumentException} naming the file, the tensor and the reason.
 */
public interface TensorFile extends AutoCloseable {

    /** What the file is called in error messages. */
    String source();

    /** In order of names. */
    Set<String> names();

    boolean has(String name);

    long[] shape(String name);

    /** As the file calls it, such as {@code F32}; numbers of other types may not be readable. */
    String type(String name);

    /** The values as float, row-major. */
    Tensor tensor(String name);

    @Override
    void close();
}
