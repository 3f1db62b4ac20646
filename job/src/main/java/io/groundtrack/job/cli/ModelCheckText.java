package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.model.check.Comparison;
import io.groundtrack.model.check.FolderReport;
import io.groundtrack.model.check.OutputGroup;
import io.groundtrack.model.check.OutputGroup.Kind;
import io.groundtrack.model.check.WeightsReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code model check} says: lines for people, one object for programs. */
final class ModelCheckText {
    private static final List<Kind> COUNTED =
            List.of(Kind.TENSOR, Kind.GRADIENT, Kind.LOSS, Kind.COUNT);

    private ModelCheckText() {}

    /**
     * @param all every gradient on a line of its own; else their worst and those that fail
     */
    static List<String> lines(FolderReport report, boolean all) {
        var lines = new ArrayList<String>();
        report.problem().ifPresent(why -> lines.add(report.folder() + ": CANNOT BE USED: " + why));
        for (var file : report.files()) {
            String name = report.folder() + ", " + file.file();
            if (file.problem().isPresent()) {
                lines.add(name + ": CANNOT BE USED: " + file.problem().get());
                continue;
            }
            lines.add(name + ": " + verdict(file.passed()) + ", compared " + counts(file));
            for (var group : OutputGroup.values()) {
                lines.addAll(lines(file.of(group), group, all));
            }
        }
        return lines;
    }

    private static List<String> lines(List<Comparison> outputs, OutputGroup group, boolean all) {
        var lines = new ArrayList<String>();
        if (all || group.kind() != Kind.GRADIENT) {
            outputs.forEach(output -> lines.add(line(output)));
            return lines;
        }
        outputs.stream()
                .filter(Comparison::compared)
                .max(Comparator.comparingDouble(Comparison::used))
                .ifPresent(
                        worst ->
                                lines.add(
                                        line(worst)
                                                + ": of "
                                                + outputs.size()
                                                + " gradients the nearest to its tolerance"));
        outputs.stream()
                .filter(output -> !output.passed())
                .forEach(output -> lines.add(line(output)));
        return lines;
    }

    private static String line(Comparison output) {
        if (!output.compared()) {
            return String.format("  %-8s %s: %s", verdict(output), output.name(), output.note());
        }
        return String.format(
                Locale.ROOT,
                "  %-8s %-42s differs by %.2e, allowed %.2e",
                verdict(output),
                output.name(),
                output.difference(),
                output.allowed());
    }

    static String total(List<FolderReport> reports) {
        long passed = reports.stream().filter(FolderReport::passed).count();
        return passed + " of " + reports.size() + " folders pass";
    }

    private static String counts(WeightsReport file) {
        return COUNTED.stream()
                .filter(kind -> file.compared(kind) > 0)
                .map(kind -> file.compared(kind) + " " + kind.plural())
                .collect(Collectors.joining(", "));
    }

    private static String verdict(boolean passed) {
        return passed ? "pass" : "FAIL";
    }

    private static String verdict(Comparison output) {
        return switch (output.outcome()) {
            case PASS -> "pass";
            case FAIL -> "FAIL";
            case MISSING -> "MISSING";
            case UNKNOWN -> "unknown";
        };
    }

    static ObjectNode json(List<FolderReport> reports) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("passed", reports.stream().allMatch(FolderReport::passed));
        var folders = json.putArray("folders");
        for (var report : reports) {
            var folder = folders.addObject();
            folder.put("folder", report.folder());
            folder.put("passed", report.passed());
            report.problem().ifPresent(why -> folder.put("problem", why));
            var files = folder.putArray("files");
            report.files().forEach(file -> put(files.addObject(), file));
        }
        return json;
    }

    private static void put(ObjectNode json, WeightsReport file) {
        json.put("weights", file.file());
        json.put("passed", file.passed());
        file.problem().ifPresent(why -> json.put("problem", why));
        var compared = json.putObject("compared");
        COUNTED.forEach(kind -> compared.put(kind.plural(), file.compared(kind)));
        var outputs = json.putArray("outputs");
        for (var output : file.comparisons()) {
            var one = outputs.addObject();
            one.put("name", output.name());
            one.put("group", output.group().title());
            one.put("outcome", output.outcome().name().toLowerCase(Locale.ROOT));
            // what was not compared, or differs by no finite number, has no difference in JSON
            if (output.compared() && Double.isFinite(output.difference())) {
                one.put("difference", output.difference());
            }
            if (output.compared()) {
                one.put("allowed", output.allowed());
            }
            if (!output.note().isEmpty()) {
                one.put("note", output.note());
            }
        }
    }
}
