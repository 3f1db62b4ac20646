package io.groundtrack.operators.versions;

import static io.groundtrack.operators.versions.VersionOrder.ORDER;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.LedgerVersion;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.ProductState;
import io.groundtrack.schemas.SeenVersion;
import io.groundtrack.schemas.TileShare;
import io.groundtrack.schemas.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Resolves the notices of one product to the version that counts.
 *
 * <p>in: state and one notice → out: new state, the granules that changed per tile, and how the
 * product stands. The winner is the highest version above the highest delete, whatever the order of
 * arrival. Source: architecture 3.1.
 */
public final class ProductVersions {

    /** What one notice led to. */
    public record Decision(ProductState state, List<Granule> granules, LedgerEntry ledger) {}

    private static final String LIVE = "live";
    private static final String SUPERSEDED = "superseded";
    private static final String DELETED = "deleted";
    private static final String DELETE = "delete";

    private ProductVersions() {}

    /** Takes {@code notice} into {@code before}, where nobody asks when. */
    public static Decision next(ProductState before, GranuleNotice notice) {
        return next(before, notice, Instant.EPOCH);
    }

    /**
     * Takes {@code notice} into {@code before} (null: nothing known yet); {@code now} (processing
     * time) is told of a version that was not known, and decides nothing.
     */
    public static Decision next(ProductState before, GranuleNotice notice, Instant now) {
        var seen = new ArrayList<SeenVersion>();
        if (before != null) {
            seen.addAll(before.getSeen());
        }
        boolean deletion = notice.getOperation() == Operation.DELETE;
        remember(seen, notice.getVersion(), deletion, now);

        var oldWinner = before == null ? null : before.getWinner();
        var newWinner = winner(oldWinner, deletion ? null : notice, highestDelete(seen));
        var state = ProductState.newBuilder().setWinner(newWinner).setSeen(seen).build();
        // what was forgotten here may still be known of a tile
        var granules =
                deletion && oldWinner == null ? withdrawals(notice) : changes(oldWinner, newWinner);
        return new Decision(state, granules, ledger(notice, state));
    }

    private static List<Granule> withdrawals(GranuleNotice delete) {
        return delete.getTiles().stream().map(share -> granule(delete, share, false)).toList();
    }

    private static void remember(
            List<SeenVersion> seen, Version version, boolean deletion, Instant now) {
        for (int i = 0; i < seen.size(); i++) {
            var known = seen.get(i);
            if (known.getDeletion() == deletion
                    && VersionOrder.sameDelivery(known.getVersion(), version)) {
                var latest =
                        ORDER.compare(known.getVersion(), version) < 0
                                ? version
                                : known.getVersion();
                seen.set(
                        i,
                        new SeenVersion(
                                latest, deletion, known.getCount() + 1, known.getResolved()));
                return;
            }
        }
        seen.add(new SeenVersion(version, deletion, 1, now));
    }

    private static Version highestDelete(List<SeenVersion> seen) {
        return seen.stream()
                .filter(SeenVersion::getDeletion)
                .map(SeenVersion::getVersion)
                .max(ORDER)
                .orElse(null);
    }

    private static GranuleNotice winner(GranuleNotice a, GranuleNotice b, Version deleted) {
        GranuleNotice best = null;
        for (var candidate : new GranuleNotice[] {a, b}) {
            if (candidate != null
                    && (deleted == null || ORDER.compare(candidate.getVersion(), deleted) > 0)
                    && (best == null
                            || ORDER.compare(candidate.getVersion(), best.getVersion()) > 0)) {
                best = candidate;
            }
        }
        return best;
    }

    private static List<Granule> changes(GranuleNotice before, GranuleNotice after) {
        var granules = new ArrayList<Granule>();
        if (before != null
                && after != null
                && VersionOrder.sameDelivery(before.getVersion(), after.getVersion())) {
            return granules;
        }
        if (before != null) {
            for (var share : before.getTiles()) {
                if (after == null || !touches(after, share.getTile())) {
                    granules.add(granule(before, share, false));
                }
            }
        }
        if (after != null) {
            after.getTiles().forEach(share -> granules.add(granule(after, share, true)));
        }
        return granules;
    }

    private static boolean touches(GranuleNotice notice, String tile) {
        return notice.getTiles().stream().anyMatch(share -> share.getTile().equals(tile));
    }

    private static Granule granule(GranuleNotice notice, TileShare share, boolean live) {
        return Granule.newBuilder()
                .setProductKey(notice.getProductKey())
                .setGranuleId(notice.getGranuleId())
                .setLive(live)
                .setVersion(notice.getVersion())
                .setSensor(notice.getSensor())
                .setPlatform(notice.getPlatform())
                .setProductKind(notice.getProductKind())
                .setRelativeOrbit(notice.getRelativeOrbit())
                .setAcquisitionTime(notice.getAcquisitionTime())
                .setShare(share)
                .setAssets(notice.getAssets())
                .setOrigin(notice.getOrigin())
                .build();
    }

    /** Counts are judged on the set seen, so that they do not depend on order. */
    private static LedgerEntry ledger(GranuleNotice notice, ProductState state) {
        var deleted = highestDelete(state.getSeen());
        int repeated = 0;
        int superseded = 0;
        int removed = 0;
        int notices = 0;
        var versions = new ArrayList<LedgerVersion>();
        for (var seen : state.getSeen()) {
            notices += seen.getCount();
            repeated += seen.getCount() - 1;
            var status = status(seen, deleted, state.getWinner());
            versions.add(told(seen, status));
            switch (status) {
                case DELETE, DELETED -> removed++;
                case SUPERSEDED -> superseded++;
                default -> {}
            }
        }
        boolean live = state.getWinner() != null;
        var told = live ? state.getWinner() : notice;
        return LedgerEntry.newBuilder()
                .setKey(Ids.ledger(LedgerKind.PRODUCT, notice.getProductKey()))
                .setKind(LedgerKind.PRODUCT)
                .setSubject(notice.getProductKey())
                .setStatus(live ? LIVE : "gone")
                .setDetail(live ? told.getGranuleId() : "")
                .setLive(live ? 1 : 0)
                .setRepeated(repeated)
                .setSuperseded(superseded)
                .setDeleted(removed)
                .setSensor(told.getSensor())
                .setAcquisitionTime(told.getAcquisitionTime())
                .setRevision(notices)
                .setPlatform(told.getPlatform())
                .setRelativeOrbit(told.getRelativeOrbit())
                .setPasses(told.getTiles().stream().map(TileShare::getPassId).toList())
                .setVersions(versions)
                .setAnnounced(told.getVersion().getEventTime())
                .build();
    }

    private static String status(SeenVersion seen, Version deleted, GranuleNotice winner) {
        if (seen.getDeletion()) {
            return DELETE;
        }
        if (deleted != null && ORDER.compare(seen.getVersion(), deleted) <= 0) {
            return DELETED;
        }
        return isWinner(seen, winner) ? LIVE : SUPERSEDED;
    }

    private static LedgerVersion told(SeenVersion seen, String status) {
        var version = seen.getVersion();
        return new LedgerVersion(
                version.getProductId(),
                version.getBaseline(),
                version.getGenerationTime(),
                version.getEventTime(),
                status,
                seen.getCount(),
                seen.getResolved());
    }

    private static boolean isWinner(SeenVersion seen, GranuleNotice winner) {
        return !seen.getDeletion()
                && Objects.nonNull(winner)
                && VersionOrder.sameDelivery(seen.getVersion(), winner.getVersion());
    }
}
