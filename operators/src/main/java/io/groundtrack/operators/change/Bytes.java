package io.groundtrack.operators.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Float arrays as bytes of the state, big-endian as everything else in it. */
final class Bytes {

    private Bytes() {}

    static void write(float[] values, DataOutput out) throws IOException {
        var buffer = ByteBuffer.allocate(values.length * Float.BYTES);
        buffer.asFloatBuffer().put(values);
        out.write(buffer.array());
    }

    static void read(float[] values, DataInput in) throws IOException {
        var buffer = ByteBuffer.allocate(values.length * Float.BYTES);
        in.readFully(buffer.array());
        buffer.asFloatBuffer().get(values);
    }
}
