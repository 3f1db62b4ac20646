package io.groundtrack.model;

import com.sun.jna.NativeLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the C library keep freed memory instead of giving it back to the system.
 *
 * <p>A forward frees and wants the same arrays again after every operator; by default most of them
 * come back as fresh pages, which the system has to clear one by one. Where the C library is not
 * glibc, or someone set its {@code MALLOC_…} variables, nothing is changed.
 */
final class NativeMemory {
    private static final Logger LOG = LoggerFactory.getLogger(NativeMemory.class);

    // of malloc.h
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_THRESHOLD = -3;

    private NativeMemory() {}

    static void keepWhatIsFreed() {
        boolean chosen =
                System.getenv().keySet().stream().anyMatch(name -> name.startsWith("MALLOC_"));
        if (chosen || !System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            // 32 MiB is the most that glibc takes here
            set(M_MMAP_THRESHOLD, 32 << 20);
            set(M_TRIM_THRESHOLD, 1 << 30);
            set(M_TOP_PAD, 64 << 20);
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("memory is managed as usual: {}", e.toString());
        }
    }

    private static void set(int parameter, int value) {
        Object[] arguments = {parameter, value};
        int taken = NativeLibrary.getInstance("c").getFunction("mallopt").invokeInt(arguments);
        LOG.debug("mallopt {} {}: {}", parameter, value, taken == 1 ? "taken" : "refused");
    }
}
