package io.groundtrack.operators.pairing;

import io.groundtrack.operators.versions.VersionOrder;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleMark;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.locationtech.jts.io.WKBWriter;

/**
 * What is known of one tile: its live granules, and what was last said of its passes and pairs.
 *
 * <p>in: one granule that came or went → out: strips to cut and pairs that changed. The pairs that
 * stand at the end are a function of the set of granules, not of their order; revisions count
 * changes and so depend on it. With {@code pairing.wait} the strips of what changed are held back
 * until {@link #release}; pairs are told at once. An arrival reads the days within two windows of
 * it, and the granules of those passes only that it cuts or compares. The maps handed in are
 * changed in place. Source: architecture 3.1 and 3.3.
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
    private final DayIndex days;
    private final Instant newest;
    private Instant due;

    /** Over maps that are all in memory. */
    TileBook(
            PairingOptions options,
            Map<String, Granule> granules,
            Map<String, PassState> passes,
            Map<String, PairState> pairs,
            Instant newest) {
        this(
                options,
                granules,
                passes,
                pairs,
                DayIndex.of(granules.values(), passes.values()),
                newest);
    }

    /**
     * @param days of these granules and passes
     */
    TileBook(
            PairingOptions options,
            Map<String, Granule> granules,
            Map<String, PassState> passes,
            Map<String, PairState> pairs,
            DayIndex days,
            Instant newest) {
        this.options = options;
        this.partners =
                new Partners(options.window(), options.minOverlap(), options.preferOrbits());
        this.granules = granules;
        this.passStates = passes;
        this.pairs = pairs;
        this.days = days;
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
            days.replace(known, arrival);
            return changes;
        }
        var touchedByPass = touched(known, arrival);
        var times = new TreeSet<Instant>(Set.of(time));
        if (known != null) {
            times.add(known.getAcquisitionTime());
        }
        // an S1 pass moves the pairs of S2 passes within one window, whose partners may lie
        // another window from them
        boolean isOptical =
                arrival.getSensor() == Sensor.S2
                        && (known == null || known.getSensor() == Sensor.S2);
        var reach =
                options.window()
                        .multipliedBy(isOptical ? 1 : 2)
                        .plus(PairingOptions.LONGEST_PASS.multipliedBy(3));
        var before = passes(days.around(times, reach));
        if (arrival.getLive()) {
            granules.put(arrival.getProductKey(), arrival);
            days.replace(known, arrival);
        } else {
            granules.remove(arrival.getProductKey());
            days.replace(known, null);
        }
        var after = passes(days.around(times, reach));
        touchedByPass.forEach(
                (passId, touched) ->
                        cutAgain(passId, touched, known, after, arrival, now, changes));
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
            var near = days.around(Set.of(state.getAcquisitionTime()), PairingOptions.LONGEST_PASS);
            var pass = passes(near).get(state.getPassId());
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

    /** When what this arrival held back is due; empty where it held nothing. */
    Optional<Instant> due() {
        return Optional.ofNullable(due);
    }

    /** When the first of all that is held back is due; empty where nothing is. */
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
        var past = days.upTo(oldest.plus(PairingOptions.LONGEST_PASS));
        var kept =
                past.stream()
                        .flatMap(day -> day.getGranules().stream())
                        .filter(g -> !g.getAcquisitionTime().isBefore(oldest))
                        .map(GranuleMark::getPassId)
                        .collect(Collectors.toSet());
        for (var day : past) {
            for (var passId : day.getPasses()) {
                var pass = passStates.get(passId);
                if (pass.getHeld().hasRemaining()) {
                    kept.add(passId);
                } else if (pass.getAcquisitionTime().isBefore(oldest) && !kept.contains(passId)) {
                    passStates.remove(passId);
                    days.replace(pass, null);
                    pairs.remove(passId);
                }
            }
        }
        for (var day : past) {
            for (var granule : day.getGranules()) {
                if (!kept.contains(granule.getPassId())) {
                    granules.remove(granule.getProductKey());
                    days.removeGranule(granule.getProductKey(), granule.getAcquisitionTime());
                }
            }
        }
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

    private Map<String, Pass> passes(List<GranuleMark> marks) {
        return marks.stream()
                .collect(
                        Collectors.groupingBy(
                                GranuleMark::getPassId,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        ofPass -> new Pass(ofPass, granules::get))));
    }

    private void cutAgain(
            String passId,
            BitSet touched,
            Granule gone,
            Map<String, Pass> after,
            Granule arrival,
            Instant now,
            Changes changes) {
        var pass = after.get(passId);
        var template = pass != null ? pass.first() : gone;
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
            var cutAt = isHeld ? known.getDue() : now.plus(options.hold());
            state.setHeld(Packed.bits(todo)).setDue(cutAt);
            due = due == null || cutAt.isBefore(due) ? cutAt : due;
        }
        var said = state.build();
        passStates.put(passId, said);
        days.replace(known, said);
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
            Stream.of(before.get(id), after.get(id))
                    .filter(p -> p != null && p.sensor() == Sensor.S1)
                    .map(Pass::time)
                    .forEach(times::add);
        }
        var candidates = new HashSet<String>(touched);
        after.values().stream()
                .filter(p -> p.sensor() == Sensor.S2)
                .filter(p -> times.stream().anyMatch(t -> partners.areNear(p.time(), t)))
                .map(Pass::id)
                .forEach(candidates::add);
        candidates.stream().sorted().forEach(id -> replacePair(id, touched, after, grid, changes));
    }

    private void replacePair(
            String s2Pass,
            Set<String> touched,
            Map<String, Pass> passes,
            TileShare grid,
            Changes changes) {
        var s2 = passes.get(s2Pass);
        var old = pairs.get(s2Pass);
        var partner =
                s2 == null || s2.sensor() != Sensor.S2 ? null : partnerOf(s2, old, touched, passes);
        if (old != null
                && partner != null
                && old.getS1Pass().equals(partner.id())
                && !touched.contains(s2Pass)
                && !touched.contains(partner.id())) {
            return;
        }
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

    /** What stood stays the best but for what was touched, unless it was touched itself. */
    private Pass partnerOf(Pass s2, PairState old, Set<String> touched, Map<String, Pass> passes) {
        boolean hadNone = old == null || old.getS1Pass().isEmpty();
        var stands = hadNone ? null : passes.get(old.getS1Pass());
        if (touched.contains(s2.id())
                || !hadNone && (stands == null || touched.contains(stands.id()))) {
            return partners.of(s2, passes.values()).findFirst().orElse(null);
        }
        var better =
                touched.stream()
                        .map(passes::get)
                        .filter(Objects::nonNull)
                        .filter(
                                p ->
                                        stands == null
                                                || partners.bestFirst(s2).compare(p, stands) < 0)
                        .toList();
        return partners.of(s2, better).findFirst().orElse(stands);
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
