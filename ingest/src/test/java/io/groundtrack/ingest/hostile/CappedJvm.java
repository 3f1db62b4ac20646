package io.groundtrack.ingest.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a main class in a JVM of its own with little memory: what runs out of it, hangs or crashes
 * in native code fails the test that started it, and nothing else.
 */
final class CappedJvm {

    /**
     * How it ended.
     *
     * @param exit 0 where all went well; 128 and more: killed by a signal, as native crashes are
     * @param output standard output and error
     */
    record Result(int exit, String output) {}

    private final Path folder;
    private final int heapMegabytes;

    CappedJvm(Path folder, int heapMegabytes) {
        this.folder = folder;
        this.heapMegabytes = heapMegabytes;
    }

    Result run(Class<?> main, int seconds, String... arguments)
            throws IOException, InterruptedException {
        var output = folder.resolve(main.getSimpleName() + ".out");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC"));
        // threads for each of which there is no room
        command.add("-XX:ActiveProcessorCount=8");
        command.addAll(List.of("-XX:MaxDirectMemorySize=64m", "-XX:-CreateCoredumpOnCrash"));
        command.add("-XX:ErrorFile=" + folder.resolve("crash-%p.log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                return new Result(-1, "still running after " + seconds + " s\n" + tail(output));
            }
            return new Result(process.exitValue(), tail(output));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String tail(Path output) throws IOException {
        var text = Files.readString(output);
        return text.substring(Math.max(0, text.length() - 6_000));
    }
}
