package io.groundtrack.ingest.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.NoticeEnvelope;
import io.groundtrack.ingest.adapter.NoticeSink;
import io.groundtrack.ingest.folder.SentProducts.Entry;
import io.groundtrack.ingest.folder.SentProducts.Status;
import io.groundtrack.ingest.notice.NoticeItems;
import io.groundtrack.ingest.safe.SafeException;
import io.groundtrack.ingest.safe.SafeProduct;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Announces the products of some folders.
 *
 * <p>in: the folders as they are now ({@link #look}) → out: create, update and delete notices, and
 * refusals, each once. State: what was sent ({@link SentProducts}), written only when the sink says
 * that the notices are safe; since when each unsettled find looks as it does.
 *
 * <p>Errors: {@link IOException} of the sink or of the state; a product that cannot be read is
 * refused by name, and looked at again when it changes.
 */
public final class FolderWatcher implements AutoCloseable {

    private static final URI SOURCE = URI.create("urn:groundtrack:folder");

    private record Since(String fingerprint, Instant time) {}

    private record Change(Entry entry, ObjectNode item, boolean gone) {}

    private final FolderSettings settings;
    private final NoticeSink sink;
    private final SentProducts sent;
    private final StacItemFiles items = new StacItemFiles();
    private final Map<String, Since> since = new HashMap<>();
    private final ProductReader products;
    private List<Path> folders = List.of();

    public FolderWatcher(FolderSettings settings, NoticeSink sink) throws IOException {
        this.settings = settings;
        this.sink = sink;
        this.products = new ProductReader(settings);
        this.sent = new SentProducts(settings.state());
    }

    /** Looks once and sends what changed. */
    public FolderSummary look(Instant now) throws IOException {
        var look = new Look(now);
        var scans = new ArrayList<FolderScan>();
        for (var root : settings.roots()) {
            scans.add(FolderScan.of(root, items));
        }
        folders = scans.stream().flatMap(s -> s.folders().stream()).toList();
        for (var scan : scans) {
            for (var find : scan.finds()) {
                if (look.seen.add(find.key())) {
                    look.take(find);
                }
            }
        }
        look.takeBack(scans);
        sink.flush();
        for (var change : look.changes) {
            if (change.gone) {
                sent.forget(change.entry.key());
            } else {
                sent.put(change.entry, change.item);
            }
        }
        since.keySet().retainAll(look.seen);
        return look.summary();
    }

    /** Folders seen by the last look. */
    List<Path> folders() {
        return folders;
    }

    @Override
    public void close() throws IOException {
        sent.close();
    }

    private final class Look {

        private final Instant now;
        private final Set<String> seen = new HashSet<>();
        private final List<Change> changes = new ArrayList<>();
        private final List<String> waiting = new ArrayList<>();
        private final List<String> kept = new ArrayList<>();
        private final Set<String> livingIds = new HashSet<>();
        private int created;
        private int updated;
        private int deleted;
        private int unchanged;
        private int refused;
        private int ignored;
        private Instant settles;

        Look(Instant now) {
            this.now = now;
        }

        void take(Find find) throws IOException {
            var known = sent.of(find.key());
            if (known.isPresent() && known.get().fingerprint().equals(find.fingerprint())) {
                unchanged++;
                livingIds.add(known.get().id());
                return;
            }
            if (!settled(find)) {
                known.ifPresent(k -> livingIds.add(k.id()));
                return;
            }
            try {
                announce(find, known.filter(k -> k.status() == Status.SENT).isPresent());
            } catch (SafeException | IllegalArgumentException e) {
                refuse(find, e.getMessage());
            } catch (IOException e) {
                // of the sink: nothing is safe any more; of the product: it may be better soon
                if (e instanceof SinkFailure) {
                    throw e;
                }
                refuse(find, e.getMessage());
            }
        }

        private boolean settled(Find find) {
            var before = since.get(find.key());
            if (before == null || !before.fingerprint.equals(find.fingerprint())) {
                before = new Since(find.fingerprint(), now);
                since.put(find.key(), before);
            }
            if (find.growing()) {
                waiting.add(find.path() + ": a file is still being written");
                return false;
            }
            // the clock of a file server may be wrong: unchanged for long enough is as good as old
            var quiet = before.time.isBefore(find.newest()) ? before.time : find.newest();
            var whole = quiet.plus(settings.settle());
            if (whole.isAfter(now)) {
                waiting.add(find.path() + ": changed a moment ago");
                settles = settles == null || whole.isBefore(settles) ? whole : settles;
                return false;
            }
            return true;
        }

        private void announce(Find find, boolean again) throws IOException {
            var described = products.describe(find);
            if (!described.missing().isEmpty() && !settings.incomplete()) {
                var more = described.missing().size() - 1;
                waiting.add(
                        find.path()
                                + ": "
                                + described.missing().get(0)
                                + (more > 0 ? " (and " + more + " more)" : ""));
                sent.of(find.key()).ifPresent(k -> livingIds.add(k.id()));
                return;
            }
            var item = described.item();
            var id = item.path("id").asText("");
            livingIds.add(id);
            var sensor = NoticeItems.sensor(item);
            if (sensor.isEmpty()) {
                ignored++;
                remember(find, id, Status.IGNORED, null);
                return;
            }
            // the same name with other pixels must not look like the same delivery
            ((ObjectNode) item.get("properties")).put("groundtrack:files", find.fingerprint());
            var operation = again ? Operation.UPDATE : Operation.CREATE;
            publish(sensor.get(), id, item, operation, find.fingerprint());
            if (again) {
                updated++;
            } else {
                created++;
            }
            remember(find, id, Status.SENT, item);
        }

        private void publish(
                Sensor sensor, String id, ObjectNode item, Operation operation, String fingerprint)
                throws IOException {
            var event = id + "/" + fingerprint + "/" + operation.name().toLowerCase(Locale.ROOT);
            var notice = NoticeEnvelope.of(item, operation, SOURCE, event, now);
            try {
                sink.publish(sensor, id, notice);
            } catch (IOException e) {
                throw new SinkFailure(e);
            }
        }

        private void refuse(Find find, String message) throws IOException {
            refused++;
            try {
                sink.refuse(
                        SOURCE.toString(),
                        find.path().getFileName().toString(),
                        RejectReason.FIELD_INVALID,
                        message,
                        find.path().toString().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new SinkFailure(e);
            }
            remember(find, find.path().getFileName().toString(), Status.REFUSED, null);
        }

        private void remember(Find find, String id, Status status, ObjectNode item) {
            changes.add(
                    new Change(new Entry(find.key(), find.fingerprint(), id, status), item, false));
        }

        /** Deletes what is gone, where its folder can be trusted to be all there. */
        void takeBack(List<FolderScan> scans) throws IOException {
            for (var entry : sent.all()) {
                if (seen.contains(entry.key())) {
                    continue;
                }
                if (!isTrusted(Path.of(entry.key()), scans)) {
                    kept.add(entry.key());
                    livingIds.add(entry.id());
                    continue;
                }
                if (entry.status() == Status.SENT && !livingIds.contains(entry.id())) {
                    var item = sent.item(entry.key());
                    var sensor = NoticeItems.sensor(item);
                    if (sensor.isPresent()) {
                        publish(sensor.get(), entry.id(), item, Operation.DELETE, now.toString());
                        deleted++;
                    }
                    if (settings.work().isPresent() && entry.key().endsWith(".zip")) {
                        SafeProduct.removeUnpacked(entry.id(), settings.work().get());
                    }
                }
                changes.add(new Change(entry, null, true));
            }
        }

        private static boolean isTrusted(Path place, List<FolderScan> scans) {
            for (var scan : scans) {
                if (place.startsWith(scan.root())) {
                    return !scan.isEmpty()
                            && scan.unreadable().stream().noneMatch(place::startsWith);
                }
            }
            // a folder that is no longer asked for
            return false;
        }

        FolderSummary summary() {
            return new FolderSummary(
                    created,
                    updated,
                    deleted,
                    unchanged,
                    refused,
                    ignored,
                    List.copyOf(waiting),
                    List.copyOf(kept),
                    settles);
        }
    }

    /** The sink failed, not the product. */
    private static final class SinkFailure extends IOException {
        private static final long serialVersionUID = 1L;

        SinkFailure(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
