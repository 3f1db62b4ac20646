package io.groundtrack.bench;

import io.groundtrack.bench.models.BenchFolders;
import io.groundtrack.bench.models.BenchModels;
import io.groundtrack.bench.models.MatrixProducts;
import io.groundtrack.bench.models.OurEncoder;
import io.groundtrack.bench.models.SamplePatches;
import io.groundtrack.bench.peer.Agreement;
import io.groundtrack.bench.peer.PeerProcess.PeerException;
import io.groundtrack.bench.peer.PyTorchPeer;
import io.groundtrack.bench.report.Goals;
import io.groundtrack.bench.report.Result;
import io.groundtrack.bench.rounds.Contestant;
import io.groundtrack.bench.rounds.Rounds;
import io.groundtrack.model.script.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures one part of a plan: opens what it needs, lets it take turns, closes it.
 *
 * <p>State: the peer keeps the model of the part before, for the next may want the same. One of our
 * Soft MoE models is open at a time.
 */
final class PartRunner {
    private static final int LEAST_SUB = 4;
    private static final int MOST_SUB = 32;

    private final BenchFolders folders;
    private final Optional<PyTorchPeer> peer;
    private final Plan plan;
    private final String run;
    private final Consumer<String> progress;
    private final Map<Plan.Part, Integer> fastest = new HashMap<>();
    private String loaded = "";
    private Map<String, Double> agreement = Map.of();

    PartRunner(
            BenchFolders folders,
            Optional<PyTorchPeer> peer,
            Plan plan,
            String run,
            Consumer<String> progress) {
        this.folders = folders;
        this.peer = peer;
        this.plan = plan;
        this.run = run;
        this.progress = progress;
    }

    Result measure(Plan.Part part) {
        return switch (part.kind()) {
            case ENCODER_AND_PEERS -> encoderAndPeers(part);
            case DENSE_AND_MOE -> denseAndMoe(part);
        };
    }

    private Result encoderAndPeers(Plan.Part part) {
        Path folder = folders.of(part.model());
        var side = BenchModels.config(part.model()).imageSize();
        var leftOut = new LinkedHashMap<String, String>();
        try (var ours = ours(Result.OURS, part, part.model(), part.batch(), side);
                var products = products(part)) {
            var contestants = new ArrayList<Contestant>();
            var idleness = new Watched.Idleness();
            products.both().forEach(product -> contestants.add(beside(product, idleness)));
            contestants.add(beside(ours, idleness));
            if (peer.isPresent()) {
                try {
                    load(part, folder, ours);
                    for (String mode : List.of(Result.EAGER, Result.COMPILED)) {
                        Contestant theirs = peer.get().encoder(mode, part.batch());
                        contestants.add(new Watched(theirs, PartRunner::ourCpuSeconds, idleness));
                    }
                } catch (PeerException e) {
                    leftOut.put("PyTorch", e.getMessage());
                }
            } else {
                leftOut.put("PyTorch", "no peer");
            }
            return result(part, contestants, leftOut, idleness, Map.of());
        }
    }

    private void load(Plan.Part part, Path folder, OurEncoder ours) {
        String wanted = part.model() + " " + part.precision();
        if (!loaded.equals(wanted)) {
            loaded = "";
            progress.accept("    the peer loads " + wanted);
            agreement = Agreement.check(peer.get(), folder, part.precision(), ours);
            loaded = wanted;
        }
    }

    private Result denseAndMoe(Plan.Part part) {
        String dense = Goals.dense(part.model());
        int sub = fastestSubBatch(part, dense);
        var side = BenchModels.config(part.model()).imageSize();
        try (var ofDense = ours(Result.DENSE, part, dense, sub, side);
                var ofMoe = ours(Result.OURS, part, part.model(), part.batch(), side);
                var products = products(part)) {
            var contestants = new ArrayList<Contestant>(products.both());
            contestants.add(ofDense);
            contestants.add(ofMoe);
            return result(
                    part,
                    contestants,
                    new LinkedHashMap<>(),
                    new Watched.Idleness(),
                    Map.of("dense sub-batch", (double) sub));
        }
    }

    /** The batch that dense embeds the pairs fastest in, tried on a few of them. */
    private int fastestSubBatch(Plan.Part part, String dense) {
        var few =
                new Plan.Part(
                        part.kind(), dense, part.precision(), Math.min(part.batch(), MOST_SUB));
        Integer known = fastest.get(few);
        if (known != null) {
            return known;
        }
        var encoders = new LinkedHashMap<Integer, OurEncoder>();
        try {
            int side = BenchModels.config(dense).imageSize();
            for (int sub = few.batch(); sub >= Math.min(LEAST_SUB, few.batch()); sub /= 2) {
                encoders.put(sub, ours("sub-batches of " + sub, few, dense, sub, side));
            }
            var times =
                    new Rounds(Math.min(5, plan.repetitions()), line -> {})
                            .run(List.copyOf(encoders.values()));
            int best = few.batch();
            for (var encoder : encoders.entrySet()) {
                double seconds = times.median(encoder.getValue().name());
                progress.accept(
                        String.format(
                                Locale.ROOT,
                                "    %s in sub-batches of %d: %.1f pairs/s",
                                dense + " " + part.precision(),
                                encoder.getKey(),
                                few.batch() / seconds));
                if (seconds < times.median(encoders.get(best).name())) {
                    best = encoder.getKey();
                }
            }
            fastest.put(few, best);
            return best;
        } finally {
            encoders.values().forEach(OurEncoder::close);
        }
    }

    private MatrixProducts products(Plan.Part part) {
        return new MatrixProducts(plan.threads(), Precision.of(part.precision()));
    }

    private OurEncoder ours(String name, Plan.Part part, String model, int batch, int side) {
        return new OurEncoder(
                name,
                folders.of(model),
                batch,
                plan.threads(),
                Precision.of(part.precision()),
                SamplePatches.of(part.batch(), side));
    }

    private Contestant beside(Contestant ours, Watched.Idleness idleness) {
        return peer.<Contestant>map(
                        other -> new Watched(ours, () -> Machine.cpuSeconds(other.pid()), idleness))
                .orElse(ours);
    }

    private String memory() {
        double ours = Machine.ownGigabytes(ProcessHandle.current().pid());
        double theirs = peer.map(other -> Machine.ownGigabytes(other.pid())).orElse(0.0);
        return String.format(
                Locale.ROOT, "memory in use: ours %.1f GB, the peer's %.1f GB", ours, theirs);
    }

    private static double ourCpuSeconds() {
        return Machine.cpuSeconds(ProcessHandle.current().pid());
    }

    private Result result(
            Plan.Part part,
            List<? extends Contestant> contestants,
            Map<String, String> leftOut,
            Watched.Idleness idleness,
            Map<String, Double> remarks) {
        if (Machine.engineThreads() != plan.threads()) {
            throw new IllegalStateException(
                    "threads of the engine: "
                            + Machine.engineThreads()
                            + " (expected: "
                            + plan.threads()
                            + ")");
        }
        var times = new Rounds(plan.repetitions(), progress).run(contestants);
        progress.accept("    " + memory());
        leftOut.putAll(times.leftOut());
        var macs = new LinkedHashMap<String, Double>();
        for (String name : times.seconds().keySet()) {
            String model = name.equals(Result.DENSE) ? Goals.dense(part.model()) : part.model();
            macs.put(
                    name,
                    name.startsWith(Result.PRODUCT)
                            ? MatrixProducts.MACS
                            : part.batch() * BenchModels.pairMacs(model));
        }
        var said = new LinkedHashMap<String, Double>(remarks);
        if (times.has(Result.EAGER)) {
            said.putAll(agreement);
        }
        return new Result(
                part.kind(),
                part.model(),
                part.precision(),
                part.batch(),
                plan.threads(),
                times.seconds(),
                macs,
                leftOut,
                said,
                idleness.share(),
                run);
    }
}
