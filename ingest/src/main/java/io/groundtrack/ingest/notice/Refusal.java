package io.groundtrack.ingest.notice;

import io.groundtrack.schemas.RejectReason;

/** Ends the reading of one notice; caught by {@link NoticeReader}, which makes a Reject of it. */
final class Refusal extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final RejectReason reason;

    Refusal(RejectReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Says what was read, not where in this program: a feed may bring thousands a second. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    RejectReason reason() {
        return reason;
    }

    /** A value as it may stand in a message: short, on one line. */
    static String shown(Object value) {
        var text = String.valueOf(value).replaceAll("\\p{Cntrl}", " ");
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
