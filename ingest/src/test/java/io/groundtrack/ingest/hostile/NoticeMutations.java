package io.groundtrack.ingest.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages notices: values of other kinds and sizes anywhere in the tree, members lost, renamed and
 * doubled, bytes flipped and cut.
 *
 * <p>in: sound notices → out: one of them with one to three damages, a function of the number
 * alone.
 */
final class NoticeMutations {

    private static final String[] VALUES = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\" \"",
        "0",
        "-1",
        "1",
        "60",
        "1e308",
        "1e999",
        "-0.0",
        "1e-400",
        "9223372036854775808",
        "123456789012345678901234567890",
        "0.1",
        "181",
        "-361",
        "\"nan\"",
        "\"inf\"",
        "\"0\"",
        "[[]]",
        "[0]",
        "[[[0,0],[1,0],[1,1],[0,0]]]",
        "[null]",
        "[[[179,1],[-179,1],[-179,2],[179,1]]]",
        "[[[0,89],[120,89],[240,89],[360,89],[0,89]]]",
        "{\"\":{}}",
        "\"9999-12-31T23:59:59.999999999Z\"",
        "\"9999-12-31T23:59:59-18:00\"",
        "\"-0001-01-01T00:00:00Z\"",
        "\"+10000-01-01T00:00:00Z\"",
        "\"2016-12-31T23:59:60Z\"",
        "\"2024-02-30T00:00:00Z\"",
        "\"2024-01-01T24:00:00Z\"",
        "\"2024-01-01\"",
        "\"1969-12-31T23:59:59Z\"",
        "\"0000-00-00T00:00:00Z\"",
        "\"2024-01-01T00:00:00+19:00\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\u0000\"",
        "\"a\\nb\\u001b[31m\"",
        "\"\\u202e\"",
        "\"\\u2028\"",
        "\"file:///etc/passwd\"",
        "\"../../../../etc/passwd\"",
        "\"\\u0000.tif\"",
        "\"http://169.254.169.254/latest\"",
        "\"jar:file:///a.zip!/b\"",
        "\"S1A\"",
        "\"sentinel-1\"",
        "\"sentinel-2\"",
        "\"MGRS-\"",
        "\"MGRS-99XXX\"",
        "\"MGRS-01CAA\"",
        "\"EPSG:0\"",
        "\"L2A\"",
        "\"99.99\"",
        "\"N0400\"",
        "\"GRD\"",
        "\"Polygon\"",
        "\"MultiPolygon\"",
        "\"Point\"",
        "\"IW\""
    };

    private final ObjectMapper json = new ObjectMapper();
    private final List<byte[]> seeds;

    NoticeMutations(List<byte[]> seeds) {
        this.seeds = seeds;
    }

    byte[] mutation(Random random) {
        var seed = seeds.get(random.nextInt(seeds.size()));
        try {
            if (random.nextInt(8) == 0) {
                return bytes(seed, random);
            }
            var tree = json.readTree(seed);
            int damages = random.nextInt(5) < 3 ? 1 : 2 + random.nextInt(2);
            for (int i = 0; i < damages; i++) {
                damage(tree, random);
            }
            return tree.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some container, chosen by walking down at random, loses, changes or doubles a member. */
    private void damage(JsonNode root, Random random) throws JsonProcessingException {
        var containers = new ArrayList<JsonNode>();
        collect(root, containers);
        var container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            var name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(8)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name));
                case 2 -> object.set("x".repeat(1 << random.nextInt(12)), object.remove(name));
                default -> object.set(name, value(random));
            }
        } else if (container instanceof ArrayNode array && !array.isEmpty()) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(5)) {
                case 0 -> array.remove(at);
                case 1 -> array.insert(at, array.get(random.nextInt(array.size())));
                default -> array.set(at, value(random));
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> into) {
        if (node.isContainerNode()) {
            into.add(node);
            node.forEach(child -> collect(child, into));
        }
    }

    /** A value, as raw text where the library would not read or write it. */
    private JsonNode value(Random random) throws JsonProcessingException {
        var text = VALUES[random.nextInt(VALUES.length)];
        if (text.contains("\\ud") || text.equals("1e999") || text.equals("1e-400")) {
            return json.getNodeFactory().rawValueNode(new RawValue(text));
        }
        if (random.nextInt(12) == 0) {
            return json.getNodeFactory().textNode("y".repeat(1 << random.nextInt(14)));
        }
        return json.readTree(text);
    }

    private static byte[] bytes(byte[] seed, Random random) {
        if (random.nextInt(3) == 0) {
            return Arrays.copyOf(seed, random.nextInt(seed.length));
        }
        var bytes = seed.clone();
        for (int hits = 1 << random.nextInt(5); hits > 0; hits--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
