package io.groundtrack.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Starts PyTorch once for the process, from the jars on the class path alone; says on what device
 * it runs and how many threads it has: the one place that decides.
 *
 * <p>Settings that someone made as system properties before are left as they are.
 */
public final class TorchEngine {
    private static final String NAME = "PyTorch";
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    /** Set from outside before the engine's start, or 0. */
    private static final int CONFIGURED = Integer.getInteger(THREADS, 0);

    /** What this thread's operators are split over; 0 before it said. */
    private static final ThreadLocal<Integer> THREADS_HERE = ThreadLocal.withInitial(() -> 0);

    private static int threads;

    private TorchEngine() {}

    public static synchronized NDManager newManager(ModelOptions options) {
        // neither downloads nor the start-up message to its maker
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        // profiling runs are dear, and the encoder's script has nothing to gain from them
        setUnlessSet("ai.djl.pytorch.graph_optimizer", "false");
        if (threads == 0) {
            NativeMemory.keepWhatIsFreed();
        }
        threads = threads(options);
        System.setProperty(THREADS, Integer.toString(threads));
        Engine engine = Engine.getEngine(NAME);
        useThreads(threads);
        Device device = Device.fromName(options.device());
        if (device.isGpu() && device.getDeviceId() >= engine.getGpuCount()) {
            throw new IllegalArgumentException(
                    "device: "
                            + options.device()
                            + " (expected: cpu, for the engine sees "
                            + engine.getGpuCount()
                            + " GPUs; it may be built for CPUs only)");
        }
        return NDManager.newBaseManager(device, NAME);
    }

    /** As the options say, else one for each core; never by how many callers there are. */
    static int threads(ModelOptions options) {
        if (options.threads() > 0) {
            return options.threads();
        }
        return CONFIGURED > 0 ? CONFIGURED : Runtime.getRuntime().availableProcessors();
    }

    /** Splits the operators that the calling thread runs over so many threads. */
    static synchronized void useThreads(int count) {
        if (THREADS_HERE.get() == count) {
            return;
        }
        // a thread's first operator gives it the process's number: that goes first
        JniUtils.getNumThreads();
        JniUtils.setNumThreads(count);
        THREADS_HERE.set(count);
        if (count != threads) {
            // the number was also made that of all threads to come: a thread to come takes it back
            Executor fresh = task -> new Thread(task, "engine-threads").start();
            CompletableFuture.runAsync(() -> JniUtils.setNumThreads(threads), fresh).join();
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
