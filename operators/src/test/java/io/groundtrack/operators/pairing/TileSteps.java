package io.groundtrack.operators.pairing;

import io.groundtrack.operators.versions.ProductVersions;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PairState;
import io.groundtrack.schemas.PassState;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.ProductState;
import io.groundtrack.schemas.Strip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Versions and pairing as the job wires them, without the engine, with what their readers would
 * know.
 *
 * <p>in: notices, in any order → out: strips, and what is told of pairs. Errors: {@link
 * AssertionError} where something is told twice, or a revision rises though nothing changed.
 */
public final class TileSteps {

    private final PairingOptions options;
    private final Map<String, ProductState> products = new HashMap<>();
    private final Map<String, Tile> tiles = new TreeMap<>();
    private final Map<String, String> patchPairs = new TreeMap<>();
    private final List<PatchPair> saidPairs = new ArrayList<>();
    private final Map<String, List<String>> contents = new TreeMap<>();
    private final Set<String> cutOnce = new HashSet<>();
    private final Map<String, Long> pairRevisions = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private static final class Tile {
        final Map<String, Granule> granules = new HashMap<>();
        final Map<String, PassState> passes = new HashMap<>();
        final Map<String, PairState> pairs = new HashMap<>();
        Instant newest;
    }

    public TileSteps(PairingOptions options) {
        this.options = options;
    }

    /** What one notice sends to the cutter. */
    public List<Strip> take(GranuleNotice notice) {
        var decision = ProductVersions.next(products.get(notice.getProductKey()), notice);
        products.put(notice.getProductKey(), decision.state());
        var strips = new ArrayList<Strip>();
        for (var granule : decision.granules()) {
            strips.addAll(take(granule));
        }
        return strips;
    }

    private List<Strip> take(Granule granule) {
        var tile = tiles.computeIfAbsent(granule.getShare().getTile(), t -> new Tile());
        var book = book(tile);
        var changes = book.apply(granule, now);
        if (changes.late()) {
            throw new AssertionError("late: " + granule.getGranuleId());
        }
        changes.pairs().forEach(this::tell);
        changes.ledger().forEach(this::tell);
        var time = granule.getAcquisitionTime();
        if (tile.newest == null || time.isAfter(tile.newest)) {
            tile.newest = time;
            if (options.horizon() != null) {
                book.forgetBefore(time.minus(options.remembered()));
            }
        }
        changes.strips().forEach(this::tell);
        return changes.strips();
    }

    /** What is due when the clock says {@code time}. */
    public List<Strip> clock(Instant time) {
        now = time;
        var strips = new ArrayList<Strip>();
        tiles.values().forEach(tile -> strips.addAll(book(tile).release(time)));
        strips.forEach(this::tell);
        return strips;
    }

    /** What is due at the end of the input. */
    public List<Strip> end() {
        return clock(Instant.MAX);
    }

    Instant now() {
        return now;
    }

    private TileBook book(Tile tile) {
        return new TileBook(options, tile.granules, tile.passes, tile.pairs, tile.newest);
    }

    /** What was told of pairs since it was last asked, in order. */
    public List<PatchPair> pairs() {
        var said = List.copyOf(saidPairs);
        saidPairs.clear();
        return said;
    }

    /** Patch and S2 pass → S1 pass, as listeners know it. */
    public Map<String, String> patchPairs() {
        return Collections.unmodifiableMap(patchPairs);
    }

    /** Pass and patch → ids of the granules it was last cut from, in the order of the mosaic. */
    public Map<String, List<String>> contents() {
        return Collections.unmodifiableMap(contents);
    }

    private void tell(PatchPair pair) {
        saidPairs.add(pair);
        var key = pair.getPatchId() + "|" + pair.getS2Pass();
        var before =
                pair.getS1Pass() == null
                        ? patchPairs.remove(key)
                        : patchPairs.put(key, pair.getS1Pass());
        require(
                before == null ? pair.getS1Pass() != null : !before.equals(pair.getS1Pass()),
                "a patch pair told twice: " + key);
    }

    private void tell(LedgerEntry line) {
        if (line.getKind() != LedgerKind.PAIR) {
            return;
        }
        var before = pairRevisions.put(line.getSubject(), line.getRevision());
        require(
                line.getRevision() == (before == null ? 1 : before + 1),
                "revisions of a pair count by one: " + line);
    }

    private void tell(Strip strip) {
        Packed.bits(strip.getGone()).stream().forEach(bit -> contents.remove(key(strip, bit)));
        Packed.bits(strip.getFrame().getPatches()).stream()
                .forEach(
                        bit -> {
                            var of = granulesOf(strip, bit);
                            var key = key(strip, bit);
                            require(!of.isEmpty(), "a patch cut from nothing: " + key);
                            require(
                                    cutOnce.add(key + "|" + strip.getPassRevision()),
                                    "cut twice at one revision: " + key);
                            var before = contents.put(key, of);
                            require(
                                    !of.equals(before) || !options.hold().isZero(),
                                    "cut again with the same content: " + key);
                        });
    }

    /** Ids of the granules that touch a patch of a strip. */
    public static List<String> granulesOf(Strip strip, int bit) {
        return strip.getGranules().stream()
                .filter(g -> Packed.bits(g.getShare().getPatches()).get(bit))
                .map(Granule::getGranuleId)
                .toList();
    }

    private static String key(Strip strip, int bit) {
        int columns = strip.getFrame().getColumns();
        return strip.getPassId()
                + "|"
                + Ids.patch(strip.getFrame().getTile(), bit / columns, bit % columns);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
