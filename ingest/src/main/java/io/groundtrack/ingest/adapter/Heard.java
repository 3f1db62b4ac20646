package io.groundtrack.ingest.adapter;

import java.util.ArrayList;
import java.util.List;

/**
 * What was made of one message, page or product.
 *
 * @param announced to be published
 * @param refused to be kept for a person
 */
public record Heard(List<Announcement> announced, List<Refused> refused) {

    /** Nothing yet; both lists can be added to. */
    public static Heard nothing() {
        return new Heard(new ArrayList<>(), new ArrayList<>());
    }

    public void announce(Announcement announcement) {
        announced.add(announcement);
    }

    public void refuse(Refused one) {
        refused.add(one);
    }
}
