package io.groundtrack.operators.change;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.SeriesFoldState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A fold as the bytes of a {@link SeriesFoldState} in single-object encoding, and back, straight
 * from and to the arrays of the fold: every arrival does both, and the record in between would cost
 * more than the arithmetic.
 *
 * <p>in: fold → out: the very bytes that {@link AvroCodec} makes of {@link SeriesFold#state()}, and
 * back. State and time: none. Errors: bytes of another form are left to {@link AvroCodec}, which
 * reads them or says what they are.
 */
final class FoldCodec {

    private static final int MOST_BYTES_OF_A_LENGTH = 5;

    private final AvroCodec<SeriesFoldState> avro = AvroCodec.of(SeriesFoldState.class);
    private final byte[] header;

    FoldCodec() {
        int fields = SeriesFoldState.getClassSchema().getFields().size();
        var empty = avro.encode(SeriesFoldState.newBuilder().build());
        this.header = Arrays.copyOf(empty, empty.length - fields); // an empty field is one byte
    }

    byte[] encode(SeriesFold fold) {
        var scales = fold.ringScales == null ? new byte[0] : fold.ringScales;
        int size =
                header.length
                        + sizeOf(fold.looks.length * Integer.BYTES)
                        + sizeOf(fold.ring.length * Short.BYTES)
                        + sizeOf(scales.length)
                        + sizeOf(fold.mean.length * Float.BYTES)
                        + sizeOf(fold.variance.length * Float.BYTES);
        var bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header);
        field(bytes, fold.looks.length * Integer.BYTES).asIntBuffer().put(fold.looks);
        field(bytes, fold.ring.length * Short.BYTES).asShortBuffer().put(fold.ring);
        field(bytes, scales.length).put(scales);
        field(bytes, fold.mean.length * Float.BYTES).asFloatBuffer().put(fold.mean);
        field(bytes, fold.variance.length * Float.BYTES).asFloatBuffer().put(fold.variance);
        return bytes.array();
    }

    SeriesFold decode(byte[] encoded, int numbers, ChangeOptions options, FoldScratch scratch) {
        var fold = new SeriesFold(numbers, options, scratch);
        return isRead(encoded, fold)
                ? fold
                : SeriesFold.of(avro.decode(encoded), numbers, options, scratch);
    }

    /** Whether the bytes are of this form and of this fold's sizes; if so, they are in it now. */
    private boolean isRead(byte[] encoded, SeriesFold fold) {
        int all =
                fold.looks.length * Integer.BYTES
                        + fold.ring.length * Short.BYTES
                        + (fold.mean.length + fold.variance.length) * Float.BYTES;
        if (encoded.length < header.length + all
                || !Arrays.equals(encoded, 0, header.length, header, 0, header.length)) {
            return false;
        }
        var bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(header.length);
        var looks = next(bytes, fold.looks.length * Integer.BYTES);
        var ring = looks == null ? null : next(bytes, fold.ring.length * Short.BYTES);
        if (ring == null || !bytes.hasRemaining()) {
            return false;
        }
        ByteBuffer scales = null;
        if (bytes.get(bytes.position()) == 0) {
            bytes.get();
        } else {
            scales = next(bytes, fold.ring.length / fold.numbers());
            if (scales == null) {
                return false;
            }
        }
        var mean = next(bytes, fold.mean.length * Float.BYTES);
        var variance = mean == null ? null : next(bytes, fold.variance.length * Float.BYTES);
        if (variance == null || bytes.hasRemaining()) {
            return false;
        }
        looks.asIntBuffer().get(fold.looks);
        ring.asShortBuffer().get(fold.ring);
        if (scales != null) {
            fold.ringScales = new byte[scales.remaining()];
            scales.get(fold.ringScales);
        }
        mean.asFloatBuffer().get(fold.mean);
        variance.asFloatBuffer().get(fold.variance);
        fold.looksAreNew();
        return true;
    }

    private static int sizeOf(int length) {
        int size = 1 + length;
        for (int rest = (length << 1) >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size;
    }

    /** Writes a length, as Avro does; the room for so many bytes, past which {@code bytes} is. */
    private static ByteBuffer field(ByteBuffer bytes, int length) {
        int rest = length << 1;
        for (; rest > 0x7f; rest >>>= 7) {
            bytes.put((byte) (rest | 0x80));
        }
        bytes.put((byte) rest);
        return part(bytes, length);
    }

    /** The next field, or null where it is not of this length. */
    private static ByteBuffer next(ByteBuffer bytes, int length) {
        int found = 0;
        for (int i = 0; i < MOST_BYTES_OF_A_LENGTH && bytes.hasRemaining(); i++) {
            int next = bytes.get();
            found |= (next & 0x7f) << 7 * i;
            if (next >= 0) {
                boolean isThat = found == length << 1 && bytes.remaining() >= length;
                return isThat ? part(bytes, length) : null;
            }
        }
        return null;
    }

    private static ByteBuffer part(ByteBuffer bytes, int length) {
        var part = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return part;
    }
}
