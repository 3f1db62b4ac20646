package io.groundtrack.ingest.openjpeg;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes an area of a codestream.
 *
 * <p>in: a raw codestream (from SOC to EOC) in memory, the area on its reference grid → out: the
 * samples of each component, row by row. Stateless; the cores of the machine are shared among the
 * decodings that run at once.
 *
 * <p>Errors: {@link OpenJpegException} with the library's words; a codestream that is cut off is
 * refused, not filled up.
 */
public final class OpenJpegDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(OpenJpegDecoder.class);

    private static final int RAW_CODESTREAM = 0;

    /** opj_dparameters_t has 8.3 kB. */
    private static final int PARAMETERS_BYTES = 16 << 10;

    /** What the stream holds of the codestream at a time. */
    private static final long STREAM_BYTES = 1L << 20;

    // opj_image_t and opj_image_comp_t where pointers have 8 bytes
    private static final int IMAGE_COMPONENT_COUNT = 16;
    private static final int IMAGE_COMPONENTS = 24;
    private static final int COMPONENT_BYTES = 64;
    private static final int COMPONENT_WIDTH = 8;
    private static final int COMPONENT_HEIGHT = 12;
    private static final int COMPONENT_DATA = 48;

    private static final AtomicInteger RUNNING = new AtomicInteger();

    private final OpenJpegLibrary library;

    public OpenJpegDecoder(OpenJpegLibrary library) {
        this.library = library;
    }

    /**
     * A rectangle of the reference grid, whose components are not subsampled.
     *
     * @param whole true where it is all that the codestream holds
     */
    public record Area(int left, int top, int right, int bottom, int components, boolean whole) {

        int width() {
            return right - left;
        }

        int height() {
            return bottom - top;
        }
    }

    /** Samples by component. */
    public int[][] decode(byte[] codestream, Area area) throws OpenJpegException {
        int running = RUNNING.incrementAndGet();
        try (var bytes = MemoryStream.of(codestream)) {
            int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / running);
            return decode(bytes, codestream.length, area, threads);
        } finally {
            RUNNING.decrementAndGet();
        }
    }

    private int[][] decode(MemoryStream bytes, long length, Area area, int threads)
            throws OpenJpegException {
        Pointer codec = null;
        Pointer stream = null;
        var image = new PointerByReference();
        try (var parameters = new Memory(PARAMETERS_BYTES)) {
            codec = required(library.pointer("opj_create_decompress", RAW_CODESTREAM));
            stream =
                    required(
                            library.pointer(
                                    "opj_stream_create", Math.min(length, STREAM_BYTES), 1));
            library.call("opj_stream_set_read_function", stream, MemoryStream.READ);
            library.call("opj_stream_set_skip_function", stream, MemoryStream.SKIP);
            library.call("opj_stream_set_seek_function", stream, MemoryStream.SEEK);
            library.call("opj_stream_set_user_data", stream, bytes.userData(), Pointer.NULL);
            library.call("opj_stream_set_user_data_length", stream, length);
            library.is("opj_set_error_handler", codec, MemoryStream.ERROR, bytes.userData());
            library.is("opj_set_warning_handler", codec, MemoryStream.WARNING, bytes.userData());
            parameters.clear();
            library.call("opj_set_default_decoder_parameters", parameters);
            check(library.is("opj_setup_decoder", codec, parameters), "setup", bytes);
            library.callIfThere("opj_decoder_set_strict_mode", codec, 1);
            if (threads > 1) {
                library.callIfThere("opj_codec_set_threads", codec, threads);
            }
            check(library.is("opj_read_header", stream, codec, image), "header", bytes);
            if (!area.whole()) {
                var set =
                        library.is(
                                "opj_set_decode_area",
                                codec,
                                image.getValue(),
                                area.left(),
                                area.top(),
                                area.right(),
                                area.bottom());
                check(set, "area", bytes);
            }
            check(library.is("opj_decode", codec, stream, image.getValue()), "pixels", bytes);
            if (!bytes.warnings().isEmpty()) {
                LOG.debug("OpenJPEG warns: {}", bytes.warnings());
            }
            return samples(image.getValue(), area, bytes);
        } finally {
            if (image.getValue() != null) {
                library.call("opj_image_destroy", image.getValue());
            }
            if (stream != null) {
                library.call("opj_stream_destroy", stream);
            }
            if (codec != null) {
                library.call("opj_destroy_codec", codec);
            }
        }
    }

    private int[][] samples(Pointer image, Area area, MemoryStream bytes) throws OpenJpegException {
        int components = image.getInt(IMAGE_COMPONENT_COUNT);
        check(components == area.components(), components + " components", bytes);
        var first = required(image.getPointer(IMAGE_COMPONENTS));
        int count = Math.multiplyExact(area.width(), area.height());
        var samples = new int[components][];
        for (int i = 0; i < components; i++) {
            var component = first.share((long) i * COMPONENT_BYTES, COMPONENT_BYTES);
            var data = component.getPointer(COMPONENT_DATA);
            boolean sized =
                    component.getInt(COMPONENT_WIDTH) == area.width()
                            && component.getInt(COMPONENT_HEIGHT) == area.height();
            check(sized && data != null, "component " + i, bytes);
            samples[i] = data.getIntArray(0, count);
        }
        return samples;
    }

    private static Pointer required(Pointer pointer) throws OpenJpegException {
        if (pointer == null) {
            throw new OpenJpegException("OpenJPEG has no memory for it", false);
        }
        return pointer;
    }

    private static void check(boolean done, String what, MemoryStream bytes)
            throws OpenJpegException {
        if (!done) {
            var words = bytes.errors().isEmpty() ? bytes.warnings() : bytes.errors();
            throw new OpenJpegException(
                    "OpenJPEG does not decode the " + what + (words.isEmpty() ? "" : ": " + words),
                    false);
        }
    }
}
