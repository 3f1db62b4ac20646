package io.groundtrack.ingest.openjpeg;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's OpenJPEG (libopenjp2), looked for once a process and name.
 *
 * <p>State: the loaded library, never unloaded. Errors: {@link OpenJpegException} that says what to
 * install. Source: openjpeg.h of 2.3 to 2.5, which agree in all that is used here.
 */
public final class OpenJpegLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(OpenJpegLibrary.class);

    /** System property that names the library, or its file, in place of the usual names. */
    public static final String PROPERTY = "groundtrack.openjpeg";

    private static final List<String> USUAL_NAMES =
            List.of("openjp2", "libopenjp2.so.7", "libopenjp2.7.dylib");
    private static final Pattern KNOWN_VERSION = Pattern.compile("2\\.(\\d+)\\..*");
    private static final int OLDEST = 3;
    private static final Map<String, Found> FOUND = new ConcurrentHashMap<>();

    private final NativeLibrary library;
    private final String version;
    private final Map<String, Function> functions = new ConcurrentHashMap<>();

    /** What a search came to: the library, or why there is none. */
    private record Found(Optional<OpenJpegLibrary> library, String reason) {}

    private OpenJpegLibrary(NativeLibrary library, String version) {
        this.library = library;
        this.version = version;
    }

    /** The library of this machine. */
    public static OpenJpegLibrary require() throws OpenJpegException {
        return require(System.getProperty(PROPERTY, ""));
    }

    /** The library called {@code name}; empty = the usual names. */
    static OpenJpegLibrary require(String name) throws OpenJpegException {
        var found = FOUND.computeIfAbsent(name, OpenJpegLibrary::find);
        return found.library.orElseThrow(
                () ->
                        new OpenJpegException(
                                "JPEG 2000 needs OpenJPEG, which is not on this machine ("
                                        + found.reason
                                        + "); install libopenjp2-7 (Debian, Ubuntu: apt-get install"
                                        + " libopenjp2-7), openjpeg2 (Fedora: dnf install openjpeg2)"
                                        + " or openjpeg (macOS: brew install openjpeg)",
                                true));
    }

    private static Found find(String name) {
        var names = name.isBlank() ? USUAL_NAMES : List.of(name);
        var reason = "no library " + String.join(", ", names);
        for (var candidate : names) {
            try {
                var library = NativeLibrary.getInstance(candidate);
                var version = library.getFunction("opj_version").invokeString(new Object[0], false);
                var match = KNOWN_VERSION.matcher(version);
                if (Native.POINTER_SIZE != 8
                        || !match.matches()
                        || Integer.parseInt(match.group(1)) < OLDEST) {
                    reason = "found " + version + ", expected: 2." + OLDEST + " or newer, 64 bits";
                    continue;
                }
                LOG.info("JPEG 2000 is read by OpenJPEG {}", version);
                return new Found(Optional.of(new OpenJpegLibrary(library, version)), "");
            } catch (LinkageError | RuntimeException e) {
                LOG.debug("no library {}: {}", candidate, e.toString());
            }
        }
        return new Found(Optional.empty(), reason);
    }

    /** As the library states it, such as 2.5.0. */
    public String version() {
        return version;
    }

    boolean is(String function, Object... arguments) {
        return function(function).invokeInt(arguments) != 0;
    }

    Pointer pointer(String function, Object... arguments) {
        return function(function).invokePointer(arguments);
    }

    void call(String function, Object... arguments) {
        function(function).invokeVoid(arguments);
    }

    /** Calls what older releases do not have, if it is there. */
    void callIfThere(String function, Object... arguments) {
        try {
            function(function).invokeInt(arguments);
        } catch (UnsatisfiedLinkError e) {
            LOG.debug("OpenJPEG {} has no {}", version, function);
        }
    }

    private Function function(String name) {
        return functions.computeIfAbsent(name, library::getFunction);
    }
}
