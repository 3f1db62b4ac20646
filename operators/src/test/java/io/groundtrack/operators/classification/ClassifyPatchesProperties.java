package io.groundtrack.operators.classification;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.operators.pairing.PairByFootprintFunction;
import io.groundtrack.operators.pairing.PairingOptions;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.Strip;
import io.groundtrack.testing.builders.ObservationBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * Order, repeats and replacements do not show in what is classified at the end.
 *
 * <p>The harnesses are shared by all tries; each try is a key of its own.
 */
class ClassifyPatchesProperties {

    private static final Instant BEGINNING = Instant.parse("2024-03-01T10:00:00Z");
    private static final Duration HORIZON = Duration.ofDays(12);
    private static final Duration WINDOW = Duration.ofDays(3);
    private static final int DAYS = 60;

    private static Patches unlimited;
    private static Patches bounded;
    private static int worlds;

    @BeforeContainer
    static void open() throws Exception {
        unlimited = Patches.within(null, WINDOW);
        bounded = Patches.within(HORIZON, WINDOW);
    }

    @AfterContainer
    static void close() throws Exception {
        unlimited.close();
        bounded.close();
    }

    @Property(tries = 1000, seed = "20262", shrinking = ShrinkingMode.OFF)
    void anyOrderOfOutcomesAndPairsLeavesTheSame(@ForAll @LongRange(min = 0) long seed)
            throws Exception {
        var random = new Random(seed);
        var patch = "patch-" + worlds++;
        var arrivals = new ArrayList<Object>();
        var embeddings = new ArrayList<PatchEmbedding>();
        var partners = new HashMap<String, String>();
        for (int pass = 0; pass < 5; pass++) {
            int last = 1 + random.nextInt(3);
            for (int revision = 1; revision <= last; revision++) {
                for (var sensor : Sensor.values()) {
                    var outcome = anyOutcome(sensor, pass, revision, patch, random);
                    arrivals.add(outcome);
                    if (revision == last && outcome.getKind() == OutcomeKind.EMBEDDED) {
                        embeddings.add(outcome.getEmbedding());
                    }
                }
                var partner = random.nextInt(4) == 0 ? null : "S1-" + random.nextInt(5);
                arrivals.add(pair(patch, "S2-" + pass, partner, revision));
                partners.remove("S2-" + pass);
                if (partner != null) {
                    partners.put("S2-" + pass, partner);
                }
            }
        }
        for (int i = random.nextInt(10); i > 0; i--) {
            arrivals.add(arrivals.get(random.nextInt(arrivals.size())));
        }
        Collections.shuffle(arrivals, random);
        unlimited.live.clear();
        for (var arrival : arrivals) {
            unlimited.take(arrival);
        }
        var expected = PatchClasses.of(embeddings, partners, new FirstNumbers());
        assertThat(unlimited.live.equals(expected)).as("seed %d", seed).isTrue();
    }

    @Property(tries = 150, seed = "20262", shrinking = ShrinkingMode.OFF)
    void aHorizonDoesNotShowAsLongAsArrivalsStayWithinIt(@ForAll @LongRange(min = 0) long seed)
            throws Exception {
        var arrivals = withinTheHorizon(granules(new Random(seed)), new Random(seed + 1));
        var expected = live(arrivals, unlimited, null, new Random(seed));
        var actual = live(arrivals, bounded, HORIZON, new Random(seed + 2));
        assertThat(actual.equals(expected)).as("seed %d", seed).isTrue();
        assertThat(bounded.rejects()).isEmpty();
        Statistics.label("fused")
                .collect(
                        expected.values().stream()
                                .anyMatch(c -> c.getS1Pass() != null && c.getS2Pass() != null))
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 90));
    }

    private static PatchOutcome anyOutcome(
            Sensor sensor, int pass, int revision, String patch, Random random) {
        var observation =
                observation(sensor, sensor + "-" + pass, revision, BEGINNING)
                        .model(random.nextInt(8) == 0 ? "other-00000000" : "test-00000000")
                        .vector(random.nextInt(3));
        var outcome =
                switch (random.nextInt(8)) {
                    case 0 -> observation.gated("cloud");
                    case 1 -> observation.rejected("unreadable");
                    case 2 -> observation.gone();
                    default -> observation.outcome();
                };
        return at(patch, outcome);
    }

    /** Granules of one patch or two, in two versions or taken away, as the tile step is told. */
    private static List<List<Granule>> granules(Random random) {
        var products = new ArrayList<List<Granule>>();
        for (int i = 0; i < 50; i++) {
            var time = BEGINNING.plusSeconds(random.nextInt(DAYS * 86_400));
            int slices = 1 + random.nextInt(2);
            for (int slice = 0; slice < slices; slice++) {
                var product =
                        (i % 2 == 0 ? aGranule().s1() : aGranule().s2())
                                .pass((i % 2 == 0 ? "S1-" : "S2-") + i)
                                .productKey("product-" + i + "-" + slice)
                                .relativeOrbit(1 + random.nextInt(3))
                                .acquired(time.plusSeconds(25L * slice))
                                .columns(0, 0);
                var versions = new ArrayList<Granule>();
                int count = 1 + random.nextInt(2);
                for (int version = 1; version <= count; version++) {
                    int first = random.nextInt(2);
                    product.rows(first, first + random.nextInt(2 - first))
                            .named("granule-" + i + "-" + slice + "-" + version)
                            .version("0" + version + ".00", BEGINNING);
                    versions.add(product.build());
                }
                if (random.nextInt(6) == 0) {
                    versions.add(product.gone().build());
                }
                products.add(versions);
            }
        }
        return products;
    }

    /** In order of acquisition plus a delay below the horizon; versions of a product in order. */
    private static List<Granule> withinTheHorizon(List<List<Granule>> products, Random random) {
        long longest = HORIZON.toMillis();
        var keys = new ArrayList<Map.Entry<Long, Granule>>();
        for (var versions : products) {
            // most at once or at the last moment: that is where it would show
            var delays =
                    random.longs(versions.size(), 0, longest / 12)
                            .map(late -> random.nextBoolean() ? late : longest - 1 - late)
                            .sorted()
                            .boxed()
                            .toList();
            for (int i = 0; i < versions.size(); i++) {
                var granule = versions.get(i);
                keys.add(
                        Map.entry(
                                granule.getAcquisitionTime().toEpochMilli() + delays.get(i),
                                granule));
            }
        }
        keys.sort(Comparator.comparing(Map.Entry::getKey));
        return keys.stream().map(Map.Entry::getValue).toList();
    }

    @SuppressWarnings("try") // the harness declares close() throws Exception
    private static Map<String, Classification> live(
            List<Granule> arrivals, Patches patches, Duration horizon, Random random)
            throws Exception {
        var world = "world-" + worlds++;
        var pairing = new PairingOptions(WINDOW, 0.3, horizon, 1);
        patches.live.clear();
        try (var tile =
                new KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip>(
                        new KeyedProcessOperator<>(new PairByFootprintFunction(pairing)),
                        granule -> granule.getShare().getTile(),
                        Types.STRING)) {
            tile.open();
            for (var arrival : arrivals) {
                tile.processElement(arrival, 0);
                var told = new ArrayList<Object>();
                tile.extractOutputValues().forEach(s -> told.addAll(outcomes(s, world)));
                tile.getOutput().clear();
                var pairs = tile.getSideOutput(PairByFootprintFunction.PAIRS);
                while (pairs != null && !pairs.isEmpty()) {
                    var pair = PatchPair.newBuilder(pairs.poll().getValue());
                    told.add(pair.setPatchId(world + pair.getPatchId()).build());
                }
                Collections.shuffle(told, random);
                for (var one : told) {
                    patches.take(one);
                }
            }
            assertThat(tile.getSideOutput(PairByFootprintFunction.REJECTS)).isNullOrEmpty();
        }
        var live = new HashMap<String, Classification>();
        for (var entry : patches.live.entrySet()) {
            var id = entry.getKey().substring(world.length());
            live.put(
                    id,
                    Classification.newBuilder(entry.getValue())
                            .setId(id)
                            .setPatchId(entry.getValue().getPatchId().substring(world.length()))
                            .build());
        }
        return live;
    }

    /** What the steps between make of a strip; what is seen depends on its granules alone. */
    private static List<PatchOutcome> outcomes(Strip strip, String world) {
        var outcomes = new ArrayList<PatchOutcome>();
        int columns = strip.getFrame().getColumns();
        Packed.bits(strip.getFrame().getPatches()).stream()
                .forEach(
                        bit -> {
                            var touching =
                                    strip.getGranules().stream()
                                            .filter(
                                                    g ->
                                                            Packed.bits(g.getShare().getPatches())
                                                                    .get(bit))
                                            .toList();
                            int content =
                                    touching.stream()
                                            .map(Granule::getGranuleId)
                                            .toList()
                                            .hashCode();
                            var observation =
                                    of(strip, bit / columns, touching.get(0).getAcquisitionTime())
                                            .vector(content);
                            outcomes.add(
                                    at(
                                            world,
                                            content % 5 == 0
                                                    ? observation.gated("cloud")
                                                    : observation.outcome()));
                        });
        Packed.bits(strip.getGone()).stream()
                .forEach(
                        bit ->
                                outcomes.add(
                                        at(world, of(strip, bit / columns, Instant.EPOCH).gone())));
        return outcomes;
    }

    private static ObservationBuilder of(Strip strip, int row, Instant time) {
        return observation(strip.getSensor(), strip.getPassId(), strip.getPassRevision(), time)
                .ofPatch("33UUP", row, 0);
    }

    private static ObservationBuilder observation(
            Sensor sensor, String pass, int revision, Instant time) {
        var builder = sensor == Sensor.S1 ? anObservation().s1() : anObservation().s2();
        return builder.pass(pass).revision(revision).acquired(time);
    }

    private static PatchOutcome at(String world, PatchOutcome outcome) {
        var patch = world.startsWith("patch") ? world : world + outcome.getPatchId();
        outcome.setPatchId(patch);
        if (outcome.getEmbedding() != null) {
            outcome.getEmbedding().setPatchId(patch);
        }
        return outcome;
    }

    private static PatchPair pair(String patch, String s2Pass, String s1Pass, int revision) {
        return PatchPair.newBuilder()
                .setPatchId(patch)
                .setTile("33UUP")
                .setS2Pass(s2Pass)
                .setS1Pass(s1Pass)
                .setRevision(revision)
                .build();
    }
}
