package io.groundtrack.operators.pairing;

import io.groundtrack.operators.versions.VersionOrder;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PairState;
import io.groundtrack.schemas.PassState;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.Strip;
import io.groundtrack.schemas.TileShare;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.locationtech.jts.io.WKBWriter;

/**
 * What is known of one tile: its live granules, and what was last said of its passes and pairs.
 *
 * <p>in: one granule that came or went → out: strips to cut and pairs that changed. The pairs that
 * stand at the end are a function of the set of granules, not of their order; revisions count
 * changes and so depend on it. With {@code pairing.wait} the strips of what changed are held back
 * until {@link #release}; pairs are told at once. The maps handed in are changed in place. Source:
 * architecture 3.1 and 3.3.
 */
final class TileBook {

    /** What one granule led to; {@code late} means that nothing else happened. */
    record Changes(
            boolean late, List<Strip> strips, List<PatchPair> pairs, List<LedgerEntry> ledger) {
        static Changes none(boolean late) {
            return new Changes(late, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final PairingOptions options;
    private final Partners partners;
    private final Map<String, Granule> granules;
    private final Map<String, PassState> passStates;
    private final Map<String, PairState> pairs;
    private final Instant newest;

    TileBook(
            PairingOptions options,
            Map<String, Granule> granules,
            Map<String, PassState> passes,
            Map<String, PairState> pairs,
            Instant newest) {
        this.options = options;
        this.partners =
                new Partners(options.window(), options.minOverlap(), options.preferOrbits());
        this.granules = granules;
        this.passStates = passes;
        this.pairs = pairs;
        this.newest = newest;
    }

    /**
     * @param now processing time, from which {@code pairing.wait} counts
     */
    Changes apply(Granule arrival, Instant now) {
        var time = arrival.getAcquisitionTime();
        if (newest != null
                && options.horizon() != null
                && time.isBefore(newest.minus(options.horizon()))) {
            return Changes.none(true);
        }
        var changes = Changes.none(false);
        var known = granules.get(arrival.getProductKey());
        if (known == null && !arrival.getLive()
                || known != null
                        && VersionOrder.ORDER.compare(arrival.getVersion(), known.getVersion())
                                < 0) {
            return changes;
        }
        if (known != null
                && arrival.getLive()
                && VersionOrder.sameDelivery(arrival.getVersion(), known.getVersion())) {
            // said again: a later event, the same content
            granules.put(arrival.getProductKey(), arrival);
            return changes;
        }
        var before = passes();
        if (arrival.getLive()) {
            granules.put(arrival.getProductKey(), arrival);
        } else {
            granules.remove(arrival.getProductKey());
        }
        var touchedByPass = touched(known, arrival);
        var after = madeAnew(before, touchedByPass.keySet());
        touchedByPass.forEach(
                (passId, touched) ->
                        cutAgain(passId, touched, before, after, arrival, now, changes));
        pairAgain(touchedByPass.keySet(), before, after, arrival.getShare(), changes);
        return changes;
    }

    /** Strips of what was held back and is due {@code now}. */
    List<Strip> release(Instant now) {
        var strips = new ArrayList<Strip>();
        for (var state : List.copyOf(passStates.values())) {
            if (!state.getHeld().hasRemaining() || state.getDue().isAfter(now)) {
                continue;
            }
            var pass =
                    new Pass(
                            granules.values().stream()
                                    .filter(g -> passOf(g).equals(state.getPassId()))
                                    .toList());
            strips.addAll(
                    Strips.of(
                            pass.first(),
                            pass,
                            state.getRevision(),
                            Packed.bits(state.getHeld()),
                            options.stripRows()));
            passStates.put(
                    state.getPassId(),
                    PassState.newBuilder(state)
                            .setHeld(ByteBuffer.allocate(0))
                            .setDue(Instant.EPOCH)
                            .build());
        }
        strips.sort(Comparator.comparing(Strip::getStripId));
        return strips;
    }

    /** When the first of what is held back is due; empty where nothing is. */
    Optional<Instant> nextDue() {
        return passStates.values().stream()
                .filter(p -> p.getHeld().hasRemaining())
                .map(PassState::getDue)
                .min(Comparator.naturalOrder());
    }

    /**
     * Forgets passes that lie wholly before {@code oldest}, and their pairs; not what is still to
     * be cut.
     */
    void forgetBefore(Instant oldest) {
        var kept =
                granules.values().stream()
                        .filter(g -> !g.getAcquisitionTime().isBefore(oldest))
                        .map(TileBook::passOf)
                        .collect(Collectors.toSet());
        passStates.values().stream()
                .filter(p -> p.getHeld().hasRemaining())
                .map(PassState::getPassId)
                .forEach(kept::add);
        granules.values().removeIf(g -> !kept.contains(passOf(g)));
        passStates
                .values()
                .removeIf(
                        p ->
                                p.getAcquisitionTime().isBefore(oldest)
                                        && !kept.contains(p.getPassId()));
        pairs.keySet().retainAll(passStates.keySet());
    }

    private static String passOf(Granule granule) {
        return granule.getShare().getPassId();
    }

    private static Map<String, BitSet> touched(Granule known, Granule arrival) {
        var touched = new TreeMap<String, BitSet>();
        if (known != null) {
            touched.computeIfAbsent(passOf(known), id -> new BitSet())
                    .or(Packed.bits(known.getShare().getPatches()));
        }
        if (arrival.getLive()) {
            touched.computeIfAbsent(passOf(arrival), id -> new BitSet())
                    .or(Packed.bits(arrival.getShare().getPatches()));
        }
        return touched;
    }

    private Map<String, Pass> passes() {
        return granules.values().stream()
                .collect(
                        Collectors.groupingBy(
                                TileBook::passOf,
                                Collectors.collectingAndThen(Collectors.toList(), Pass::new)));
    }

    private Map<String, Pass> madeAnew(Map<String, Pass> before, Set<String> touched) {
        var after = new HashMap<>(before);
        for (var passId : touched) {
            var left = granules.values().stream().filter(g -> passOf(g).equals(passId)).toList();
            if (left.isEmpty()) {
                after.remove(passId);
            } else {
                after.put(passId, new Pass(left));
            }
        }
        return after;
    }

    private void cutAgain(
            String passId,
            BitSet touched,
            Map<String, Pass> before,
            Map<String, Pass> after,
            Granule arrival,
            Instant now,
            Changes changes) {
        var pass = after.get(passId);
        var template = pass != null ? pass.first() : before.get(passId).first();
        var known = passStates.get(passId);
        int revision = known == null ? 1 : known.getRevision() + 1;
        var todo = known == null ? new BitSet() : Packed.bits(known.getHeld());
        boolean isHeld = !todo.isEmpty();
        todo.or(touched);
        var state =
                PassState.newBuilder()
                        .setPassId(passId)
                        .setRevision(revision)
                        .setAcquisitionTime(template.getAcquisitionTime());
        // what is gone is told at once: later nobody would know its frame
        if (pass == null || options.hold().isZero()) {
            changes.strips().addAll(Strips.of(template, pass, revision, todo, options.stripRows()));
        } else {
            state.setHeld(Packed.bits(todo))
                    .setDue(isHeld ? known.getDue() : now.plus(options.hold()));
        }
        passStates.put(passId, state.build());
        changes.ledger()
                .add(
                        LedgerEntry.newBuilder()
                                .setKey(Ids.ledger(LedgerKind.PASS, passId))
                                .setKind(LedgerKind.PASS)
                                .setSubject(passId)
                                .setTile(arrival.getShare().getTile())
                                .setStatus(pass == null ? "gone" : "live")
                                .setDetail(template.getProductKind())
                                .setLive(pass == null ? 0 : pass.granules().size())
                                .setPatches(pass == null ? 0 : pass.patches().cardinality())
                                .setEpsg(template.getShare().getEpsg())
                                .setFootprint(
                                        ByteBuffer.wrap(
                                                pass == null
                                                        ? new byte[0]
                                                        : new WKBWriter().write(pass.footprint())))
                                .setSensor(template.getSensor())
                                .setAcquisitionTime(
                                        pass == null ? template.getAcquisitionTime() : pass.time())
                                .setRevision(revision)
                                .setPlatform(template.getPlatform())
                                .setRelativeOrbit(template.getRelativeOrbit())
                                .setGranules(
                                        pass == null
                                                ? List.of()
                                                : pass.granules().stream()
                                                        .map(Granule::getGranuleId)
                                                        .toList())
                                .build());
    }

    private void pairAgain(
            Set<String> touched,
            Map<String, Pass> before,
            Map<String, Pass> after,
            TileShare grid,
            Changes changes) {
        var times = new ArrayList<Instant>();
        for (var id : touched) {
            Optional.ofNullable(before.get(id)).map(Pass::time).ifPresent(times::add);
            Optional.ofNullable(after.get(id)).map(Pass::time).ifPresent(times::add);
        }
        var candidates = new HashSet<String>(touched);
        after.values().stream()
                .filter(p -> p.sensor() == Sensor.S2)
                .filter(p -> times.stream().anyMatch(t -> partners.areNear(p.time(), t)))
                .map(Pass::id)
                .forEach(candidates::add);
        candidates.stream().sorted().forEach(id -> replacePair(id, after, grid, changes));
    }

    private void replacePair(
            String s2Pass, Map<String, Pass> passes, TileShare grid, Changes changes) {
        var s2 = passes.get(s2Pass);
        var old = pairs.get(s2Pass);
        var partner =
                s2 == null || s2.sensor() != Sensor.S2
                        ? null
                        : partners.of(s2, passes.values()).findFirst().orElse(null);
        var oldPatches = old == null ? new BitSet() : Packed.bits(old.getPatches());
        var newPatches = new BitSet();
        if (partner != null) {
            newPatches.or(s2.patches());
            newPatches.and(partner.patches());
        }
        boolean samePartner =
                old != null && partner != null && old.getS1Pass().equals(partner.id());
        if ((old == null || old.getS1Pass().isEmpty()) && partner == null
                || samePartner && oldPatches.equals(newPatches)) {
            return;
        }
        long revision = old == null ? 1 : old.getRevision() + 1;
        var changed = (BitSet) oldPatches.clone();
        changed.or(newPatches);
        changed.stream()
                .filter(bit -> !(samePartner && oldPatches.get(bit) && newPatches.get(bit)))
                .forEach(
                        bit ->
                                changes.pairs()
                                        .add(
                                                PatchPair.newBuilder()
                                                        .setPatchId(
                                                                Ids.patch(
                                                                        grid.getTile(),
                                                                        bit / grid.getColumns(),
                                                                        bit % grid.getColumns()))
                                                        .setTile(grid.getTile())
                                                        .setS2Pass(s2Pass)
                                                        .setS1Pass(
                                                                newPatches.get(bit)
                                                                        ? partner.id()
                                                                        : null)
                                                        .setRevision(revision)
                                                        .build()));
        // a pair that was taken back keeps its revision, so that what is said next is higher
        pairs.put(
                s2Pass,
                PairState.newBuilder()
                        .setS2Pass(s2Pass)
                        .setS1Pass(partner == null ? "" : partner.id())
                        .setPatches(Packed.bits(newPatches))
                        .setRevision(revision)
                        .build());
        changes.ledger().add(pairLine(s2Pass, partner, grid.getTile(), newPatches, revision));
    }

    private LedgerEntry pairLine(
            String s2Pass, Pass partner, String tile, BitSet patches, long revision) {
        return LedgerEntry.newBuilder()
                .setKey(Ids.ledger(LedgerKind.PAIR, s2Pass))
                .setKind(LedgerKind.PAIR)
                .setSubject(s2Pass)
                .setTile(tile)
                .setStatus(partner == null ? "gone" : "live")
                .setDetail(partner == null ? "" : partner.id())
                .setPatches(patches.cardinality())
                .setRevision(revision)
                .build();
    }
}
