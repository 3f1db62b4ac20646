package io.groundtrack.bench;

import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a figure depends on beside the code: processor, cores, versions, settings that tune. */
final class Machine {
    private static final Pattern TUNES =
            Pattern.compile(
                    "(MALLOC|OMP|GOMP|KMP|MKL|DNNL|ONEDNN|TORCH|GLIBC_TUNABLES|LD_PRELOAD).*");

    private Machine() {}

    static Map<String, String> facts(int threads, Map<String, String> peer) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("processor", processor());
        facts.put("cores to run on", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("threads of either side", Integer.toString(threads));
        facts.put(
                "Java",
                System.getProperty("java.vm.version") + ", " + System.getProperty("os.name"));
        facts.put(
                "engine", "PyTorch " + Platform.detectPlatform("pytorch").getVersion() + " in DJL");
        facts.put("peer", peer.isEmpty() ? "none" : peer.toString());
        var tuned = new TreeMap<String, String>();
        System.getenv()
                .forEach(
                        (name, value) -> {
                            if (TUNES.matcher(name).matches()) {
                                tuned.put(name, value);
                            }
                        });
        facts.put(
                "environment of both sides",
                tuned.isEmpty() ? "nothing that tunes memory or threads" : tuned.toString());
        return facts;
    }

    /** Of the engine in this process, once it has started. */
    static int engineThreads() {
        return JniUtils.getNumThreads();
    }

    private static String processor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).trim();
                }
            }
        } catch (IOException e) {
            // not Linux: the architecture has to do
        }
        return System.getProperty("os.arch");
    }

    /**
     * Processor seconds of a process so far, threads that have ended left out; 0 where the system
     * does not tell.
     */
    static double cpuSeconds(long pid) {
        double nanos = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                nanos += Double.parseDouble(running(thread.resolve("schedstat")));
            }
        } catch (IOException e) {
            return 0;
        }
        return nanos / 1e9;
    }

    /**
     * Memory of its own that a process holds, 10⁹ bytes; pages of files it has mapped are not
     * counted. 0 where the system does not tell.
     */
    static double ownGigabytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("RssAnon:")) {
                    return 1024e-9 * Double.parseDouble(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            // not Linux, or gone
        }
        return 0;
    }

    private static String running(Path schedstat) {
        try {
            return Files.readString(schedstat).split(" ")[0];
        } catch (IOException e) {
            // the thread ended while we looked
            return "0";
        }
    }
}
