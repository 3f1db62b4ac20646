package io.groundtrack.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Starts PyTorch once for the process, from the jars on the class path alone, and says on what
 * device it runs.
 *
 * <p>Settings that someone made as system properties before are left as they are.
 */
public final class TorchEngine {
    private static final String NAME = "PyTorch";
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private TorchEngine() {}

    public static synchronized NDManager newManager(ModelOptions options) {
        // neither downloads nor the start-up message to its maker
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        // profiling runs are dear, and the network has no script to gain from them
        setUnlessSet("ai.djl.pytorch.graph_optimizer", "false");
        if (options.threads() > 0) {
            System.setProperty(THREADS, Integer.toString(options.threads()));
        }
        Engine engine = Engine.getEngine(NAME);
        if (options.threads() > 0 && JniUtils.getNumThreads() != options.threads()) {
            JniUtils.setNumThreads(options.threads());
        }
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

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
