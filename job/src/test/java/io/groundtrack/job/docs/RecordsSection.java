package io.groundtrack.job.docs;

import io.groundtrack.schemas.RecordTypes;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** The section on records, made from the schemas: those of the edges, and what they hold. */
final class RecordsSection {

    private RecordsSection() {}

    /** Prints the section. */
    public static void main(String[] arguments) {
        System.out.println(markdown());
    }

    static String markdown() {
        var text = new StringBuilder();
        for (var schema : schemas().values()) {
            text.append("### ").append(schema.getName()).append("\n\n");
            text.append(schema.getDoc()).append("\n\n");
            if (schema.getType() == Schema.Type.ENUM) {
                text.append("`").append(String.join("` `", schema.getEnumSymbols()));
                text.append("`\n\n");
                continue;
            }
            text.append("| field | type | meaning |\n|---|---|---|\n");
            for (var field : schema.getFields()) {
                text.append(
                        "| `%s` | %s | %s |\n"
                                .formatted(
                                        field.name(),
                                        type(field.schema()),
                                        field.doc().replace("|", "\\|")));
            }
            text.append("\n");
        }
        return text.toString().strip();
    }

    private static Map<String, Schema> schemas() {
        var found = new LinkedHashMap<String, Schema>();
        var open = new ArrayDeque<Schema>();
        RecordTypes.ALL.forEach(type -> open.add(SpecificData.get().getSchema(type)));
        while (!open.isEmpty()) {
            var schema = open.remove();
            switch (schema.getType()) {
                case RECORD -> {
                    if (found.putIfAbsent(schema.getName(), schema) == null) {
                        schema.getFields().forEach(field -> open.add(field.schema()));
                    }
                }
                case ENUM -> found.putIfAbsent(schema.getName(), schema);
                case ARRAY -> open.add(schema.getElementType());
                case UNION -> open.addAll(schema.getTypes());
                default -> {}
            }
        }
        return found;
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM -> schema.getName();
            case ARRAY -> "list of " + type(schema.getElementType());
            case UNION ->
                    type(
                                    schema.getTypes().stream()
                                            .filter(s -> s.getType() != Schema.Type.NULL)
                                            .findFirst()
                                            .orElseThrow())
                            + " or null";
            default ->
                    schema.getLogicalType() == null
                            ? schema.getType().getName()
                            : schema.getLogicalType().getName();
        };
    }
}
