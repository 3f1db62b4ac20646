package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code groundtrack} says what is wrong with the Java it finds, and stops. */
class LauncherTest {

    private static final List<String> TOOLS = List.of("dirname", "sed", "head", "find", "cat");

    @TempDir private Path folder;

    private Path script;
    private Path tools;

    @BeforeEach
    void copyScript() throws IOException {
        var original = Path.of(System.getProperty("project.root", ".."), "groundtrack");
        assumeTrue(Files.exists(Path.of("/bin/sh")), "no /bin/sh here");
        script =
                Files.copy(
                        original,
                        folder.resolve("groundtrack"),
                        StandardCopyOption.COPY_ATTRIBUTES);
        tools = Files.createDirectories(folder.resolve("tools"));
        for (var tool : TOOLS) {
            var place =
                    Stream.of("/bin", "/usr/bin")
                            .map(bin -> Path.of(bin, tool))
                            .filter(Files::exists)
                            .findFirst()
                            .orElseThrow();
            program(tools.resolve(tool), "exec " + place + " \"$@\"");
        }
    }

    private record Said(int code, String text) {}

    /** Runs the script with nothing on the path but its tools, and this JAVA_HOME if any. */
    private Said run(Path javaHome) throws Exception {
        var builder = new ProcessBuilder("/bin/sh", script.toString(), "--version");
        builder.redirectErrorStream(true);
        var environment = builder.environment();
        environment.clear();
        environment.put("PATH", tools.toString());
        if (javaHome != null) {
            environment.put("JAVA_HOME", javaHome.toString());
        }
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    /** A Java that only says its version. */
    private Path fakeJava(String version) throws IOException {
        var home = Files.createDirectories(folder.resolve("java-" + version));
        var java = Files.createDirectories(home.resolve("bin")).resolve("java");
        program(java, "echo 'openjdk version \"" + version + "\" 2020-01-01' >&2");
        return home;
    }

    /** A Java that also says what it was given. */
    private Path talkingJava() throws IOException {
        var home = fakeJava("17.0.1");
        program(
                home.resolve("bin/java"),
                "echo 'openjdk version \"17.0.1\"' >&2; echo \"given: $*\"");
        return home;
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void assertOneLine(Said said, String... parts) {
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text().lines()).hasSize(1);
        assertThat(said.text()).startsWith("groundtrack: ").contains(parts);
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws Exception {
        assertOneLine(run(null), "no Java found", "expected: a JDK of version 17 or newer");
        assertOneLine(run(folder.resolve("nowhere")), "no Java found", "set JAVA_HOME");
    }

    @Test
    void anOldJavaIsNamedWithItsVersion() throws Exception {
        assertOneLine(run(fakeJava("11.0.2")), "java is version 11", "expected: 17 or newer");
        assertOneLine(run(fakeJava("1.8.0_292")), "expected: 17 or newer");
    }

    @Test
    void aJavaWithoutCompilerIsRefusedWhereABuildIsNeeded() throws Exception {
        assertOneLine(run(fakeJava("21.0.1")), "no compiler", "expected: a JDK, not a JRE");
    }

    @Test
    void theJvmMayNameTheHostOfACheckedAddress() throws Exception {
        var built = Files.createDirectories(folder.resolve("job/target"));
        Files.writeString(built.resolve("runtime-classpath.txt"), "nothing.jar");

        var said = run(talkingJava());

        assertThat(said.code()).isZero();
        assertThat(said.text())
                .contains("given: -Xmx3g", "-Djdk.httpclient.allowRestrictedHeaders=host")
                .contains("io.groundtrack.job.cli.Groundtrack --version");
    }
}
