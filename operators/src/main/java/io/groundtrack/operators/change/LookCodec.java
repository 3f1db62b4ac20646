package io.groundtrack.operators.change;

import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * A look as the bytes of the state: about 1.2 kB for 64 cells and 8 numbers, 40 bytes where nothing
 * is seen. The first byte is the version of the form.
 */
final class LookCodec {

    private static final int VERSION = 1;

    private LookCodec() {}

    static byte[] encode(Look look) {
        var bytes = new ByteArrayOutputStream(1500);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(look.passId());
            out.writeInt(look.revision());
            out.writeUTF(look.kind().name());
            out.writeLong(look.time());
            if (look.isSeen()) {
                look.series().write(out);
                out.writeUTF(look.modelId());
                for (double scale : look.scales()) {
                    out.writeDouble(scale);
                }
                var stored = Packed.bytes(Packed.shorts(look.stored()));
                out.writeInt(stored.length);
                out.write(stored);
                writeValid(look.valid(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("look of " + look.passId(), e);
        }
        return bytes.toByteArray();
    }

    static Look decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("version " + version + " (expected: " + VERSION + ")");
            }
            var passId = in.readUTF();
            int revision = in.readInt();
            var kind = OutcomeKind.valueOf(in.readUTF());
            long time = in.readLong();
            if (kind != OutcomeKind.EMBEDDED) {
                return new Look(passId, revision, time, kind);
            }
            var series = SeriesKey.read(in);
            var modelId = in.readUTF();
            var scales = new double[series.names().size()];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = in.readDouble();
            }
            var stored = Packed.shorts(ByteBuffer.wrap(in.readNBytes(in.readInt())));
            return new Look(passId, revision, time, series, modelId, scales, stored, readValid(in));
        } catch (IOException e) {
            throw new UncheckedIOException("state of a look cannot be read", e);
        }
    }

    private static void writeValid(boolean[] valid, DataOutputStream out) throws IOException {
        var bits = new BitSet(valid.length);
        for (int i = 0; i < valid.length; i++) {
            bits.set(i, valid[i]);
        }
        var packed = bits.toByteArray();
        out.writeShort(valid.length);
        out.writeByte(packed.length);
        out.write(packed);
    }

    private static boolean[] readValid(DataInputStream in) throws IOException {
        var valid = new boolean[in.readUnsignedShort()];
        var bits = BitSet.valueOf(in.readNBytes(in.readUnsignedByte()));
        for (int i = 0; i < valid.length; i++) {
            valid[i] = bits.get(i);
        }
        return valid;
    }
}
