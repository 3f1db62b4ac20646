package io.groundtrack.job.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A test that starts an engine is an {@code *ITCase} (or an {@code *E2ECase}), and only such a test
 * is: the name tells what it costs. Looks at the tests of every room that is built.
 */
final class NamesOfTestsTest {

    private static final Pattern EXPENSIVE = Pattern.compile(".*(ITCase|E2ECase)");
    private static final Pattern CHEAP = Pattern.compile(".*(Test|Properties)");
    private static final Set<String> ENGINE_CALLS =
            Set.of(
                    "StreamExecutionEnvironment.execute",
                    "StreamExecutionEnvironment.executeAsync",
                    "DataStream.executeAndCollect",
                    "EngineConfiguration.start",
                    "Replay.run",
                    "Demo.run",
                    "Sameness.run");

    private static JavaClasses tests;

    @BeforeAll
    static void importTests() throws IOException {
        var root = Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();
        try (var rooms = Files.list(root)) {
            List<Path> folders =
                    rooms.map(room -> room.resolve("target/test-classes"))
                            .filter(Files::isDirectory)
                            .toList();
            tests =
                    new ClassFileImporter()
                            .withImportOption(new ImportOption.DoNotIncludeJars())
                            .importPaths(folders);
        }
    }

    @Test
    void whatStartsAnEngineIsAnITCase() {
        var misnamed = new TreeSet<String>();
        for (var test : tests) {
            if (CHEAP.matcher(test.getSimpleName()).matches() && uses(test, this::startsEngine)) {
                misnamed.add(test.getName());
            }
        }
        assertThat(misnamed).isEmpty();
    }

    @Test
    void anITCaseStartsAnEngineOrAProcess() {
        var misnamed = new TreeSet<String>();
        for (var test : tests) {
            if (EXPENSIVE.matcher(test.getSimpleName()).matches()
                    && !uses(test, type -> startsEngine(type) || startsProcess(type))) {
                misnamed.add(test.getName());
            }
        }
        assertThat(misnamed).isEmpty();
    }

    @Test
    void theTestsOfThisRoomAreAmongThem() {
        assertThat(tests.contain(NamesOfTestsTest.class)).isTrue();
    }

    private interface Trait {
        boolean of(JavaClass type);
    }

    /** The class itself, or a class of the tests that it leans on, has the trait. */
    private static boolean uses(JavaClass test, Trait trait) {
        var seen = new HashSet<JavaClass>();
        var open = new ArrayDeque<>(List.of(test));
        while (!open.isEmpty()) {
            var type = open.remove();
            if (!seen.add(type)) {
                continue;
            }
            if (trait.of(type)) {
                return true;
            }
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass())
                    .filter(target -> tests.contain(target.getName()))
                    .forEach(open::add);
        }
        return false;
    }

    private boolean startsEngine(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                        .anyMatch(
                                call ->
                                        ENGINE_CALLS.contains(
                                                call.getTargetOwner().getSimpleName()
                                                        + "."
                                                        + call.getName()))
                || type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getSimpleName().contains("MiniCluster"));
    }

    private boolean startsProcess(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getSimpleName())
                .anyMatch(name -> name.equals("ProcessBuilder") || name.equals("EmbeddedKafka"));
    }
}
