package io.groundtrack.ingest.adapter;

import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;

/**
 * Puts what the doors heard into envelopes, onto the topic of its sensor.
 *
 * <p>in: announcements → out: notices, durable when {@link #deliver} returns; Items of other
 * missions are counted, what can be no notice is refused with its reason. All Items of Sentinel-1
 * and Sentinel-2 are sent, whatever their product: the job counts in its ledger what it does not
 * take. State: the sink; safe for many threads, one at a time. Errors: those of the sink; all that
 * was handed over must then be handed over again.
 */
public final class Announcer {

    private static final int LONGEST_ID = 512;

    private final NoticeSink sink;
    private final FeedCounts counts;
    private final int maxBytes;

    /**
     * @param maxBytes largest notice the job reads ({@code notices.max-bytes})
     */
    public Announcer(NoticeSink sink, FeedCounts counts, int maxBytes) {
        this.sink = sink;
        this.counts = counts;
        this.maxBytes = maxBytes;
    }

    /** Delivers them all, with what was refused beside them. */
    public synchronized void deliver(Heard heard) throws IOException {
        for (var announcement : heard.announced()) {
            announce(announcement);
        }
        for (var one : heard.refused()) {
            refuse(one);
        }
        sink.flush();
    }

    private void announce(Announcement announcement) throws IOException {
        var item = announcement.item();
        var id = announcement.id();
        if (id.isBlank() || id.length() > LONGEST_ID) {
            refuse(announcement, RejectReason.NOT_A_STAC_ITEM, "id: absent or longer than 512");
            return;
        }
        var mission = ItemMission.of(item);
        if (mission.isEmpty()) {
            refuse(
                    announcement,
                    RejectReason.UNKNOWN_CONSTELLATION,
                    "nothing in the Item names its mission (expected: properties.constellation)");
            return;
        }
        if (mission.get().sensor().isEmpty()) {
            counts.add(Kind.OTHER_MISSIONS);
            return;
        }
        var notice =
                NoticeEnvelope.of(
                        item,
                        announcement.operation(),
                        announcement.source(),
                        announcement.eventId(),
                        announcement.time());
        if (notice.length > maxBytes) {
            refuse(
                    announcement,
                    RejectReason.TOO_LARGE,
                    "notice: "
                            + notice.length
                            + " bytes (expected: at most "
                            + maxBytes
                            + ", notices.max-bytes)");
            return;
        }
        sink.publish(mission.get().sensor().get(), id, notice);
        counts.add(
                switch (announcement.operation()) {
                    case CREATE -> Kind.CREATED;
                    case UPDATE -> Kind.UPDATED;
                    case DELETE -> Kind.DELETED;
                });
    }

    private void refuse(Announcement announcement, RejectReason reason, String message)
            throws IOException {
        refuse(
                new Refused(
                        announcement.source().toString(),
                        announcement.id().length() > LONGEST_ID ? "" : announcement.id(),
                        reason,
                        message,
                        FeedJson.write(announcement.item())));
    }

    private void refuse(Refused one) throws IOException {
        sink.refuse(one.source(), one.subject(), one.reason(), one.message(), one.original());
        counts.add(Kind.REFUSED);
    }
}
