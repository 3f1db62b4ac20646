package io.groundtrack.job.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;

/** The arrows between rooms, and what may know Flink. No list of tolerated violations. */
@AnalyzeClasses(packages = "io.groundtrack", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String ROOT = "io.groundtrack.";

    /**
     * Shells. {@code Outputs} joins the list of the house style: the sinks of a job are built
     * there, and a builder of sinks is neither a sink nor an option.
     */
    private static final Pattern SHELL =
            Pattern.compile(".*(Function|Operator|Source|Sink|Job|Metrics|Options|Schema|Outputs)");

    @ArchTest
    static final ArchRule schemasKnowNobody =
            room("schemas")
                    .should()
                    .onlyDependOnClassesThat(allowed(List.of("schemas"), "org.apache.avro"));

    @ArchTest
    static final ArchRule modelKnowsDjlOnly =
            room("model")
                    .should()
                    .onlyDependOnClassesThat(
                            allowed(
                                    List.of("model"),
                                    "ai.djl",
                                    // DJL's own way to the C library
                                    "com.sun.jna",
                                    "com.google.gson",
                                    "org.slf4j"));

    @ArchTest static final ArchRule ingestKnowsSchemasOnly = mayUse("ingest", "schemas");

    @ArchTest
    static final ArchRule operatorsKnowSchemasAndModelOnly =
            mayUse("operators", "schemas", "model");

    @ArchTest static final ArchRule sinksKnowSchemasOnly = mayUse("sinks", "schemas");

    @ArchTest static final ArchRule testingKnowsSchemasOnly = mayUse("testing", "schemas");

    @ArchTest
    static final ArchRule onlyTheJobImportsTesting =
            noClasses()
                    .that(resideInAPackage("io.groundtrack.."))
                    .and()
                    .resideOutsideOfPackages(ROOT + "job..", ROOT + "testing..")
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + "testing.."));

    @ArchTest
    static final ArchRule kafkaIsKnownWhereThingsComeInAndGoOut =
            noClasses()
                    .that()
                    .resideInAnyPackage(ROOT + "schemas..", ROOT + "model..", ROOT + "operators..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka..");

    @ArchTest
    static final ArchRule tensorsStayInTheModel =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + "model..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..");

    /** A core may name the key of an option in a message; that is all it may take from Flink. */
    @ArchTest
    static final ArchRule flinkIsKnownToShellsOnly =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + "schemas..",
                            ROOT + "model..",
                            ROOT + "ingest..",
                            ROOT + "operators..",
                            ROOT + "sinks..")
                    .and(outermostIsNoShell())
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("org.apache.flink..")
                                    .and(not(equivalentTo(ConfigOption.class))));

    @ArchTest
    static final ArchRule noDrawers =
            noClasses()
                    .should()
                    .resideInAnyPackage(
                            "..util..",
                            "..utils..",
                            "..common..",
                            "..helper..",
                            "..helpers..",
                            "..misc..");

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest static final ArchRule schemasHaveNoCycles = packagesOf("schemas");
    @ArchTest static final ArchRule modelHasNoCycles = packagesOf("model");
    @ArchTest static final ArchRule ingestHasNoCycles = packagesOf("ingest");
    @ArchTest static final ArchRule operatorsHaveNoCycles = packagesOf("operators");
    @ArchTest static final ArchRule sinksHaveNoCycles = packagesOf("sinks");
    @ArchTest static final ArchRule testingHasNoCycles = packagesOf("testing");
    @ArchTest static final ArchRule jobHasNoCycles = packagesOf("job");

    private static GivenClassesConjunction room(String room) {
        return classes().that().resideInAPackage(ROOT + room + "..");
    }

    /** Other rooms it may use; libraries are the business of its pom. */
    private static ArchRule mayUse(String room, String... others) {
        var rooms = new ArrayList<>(List.of(others));
        rooms.add(room);
        var forbidden =
                DescribedPredicate.<JavaClass>describe(
                        "are of a room other than " + rooms,
                        type -> isOurs(type) && rooms.stream().noneMatch(r -> isOf(type, r)));
        return noClasses()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .dependOnClassesThat(forbidden);
    }

    private static DescribedPredicate<JavaClass> allowed(List<String> rooms, String... libraries) {
        return DescribedPredicate.describe(
                "are of " + rooms + ", Java, or " + List.of(libraries),
                type -> {
                    var name = type.getBaseComponentType();
                    return name.isPrimitive()
                            || name.getPackageName().startsWith("java.")
                            || rooms.stream().anyMatch(room -> isOf(name, room))
                            || List.of(libraries).stream()
                                    .anyMatch(lib -> name.getPackageName().startsWith(lib));
                });
    }

    /** Every package of a room, its own among them, is a slice. */
    private static ArchRule packagesOf(String room) {
        return slices().assignedFrom(
                        new SliceAssignment() {
                            @Override
                            public SliceIdentifier getIdentifierOf(JavaClass type) {
                                return isOf(type, room)
                                        ? SliceIdentifier.of(type.getPackageName())
                                        : SliceIdentifier.ignore();
                            }

                            @Override
                            public String getDescription() {
                                return "packages of " + room;
                            }
                        })
                .should()
                .beFreeOfCycles();
    }

    private static DescribedPredicate<JavaClass> outermostIsNoShell() {
        return DescribedPredicate.describe(
                "are no shells",
                type -> {
                    var outermost = type;
                    while (outermost.getEnclosingClass().isPresent()) {
                        outermost = outermost.getEnclosingClass().get();
                    }
                    return !SHELL.matcher(outermost.getSimpleName()).matches();
                });
    }

    private static boolean isOurs(JavaClass type) {
        return type.getBaseComponentType().getPackageName().startsWith(ROOT);
    }

    private static boolean isOf(JavaClass type, String room) {
        var name = type.getBaseComponentType().getPackageName();
        return name.equals(ROOT + room) || name.startsWith(ROOT + room + ".");
    }
}
