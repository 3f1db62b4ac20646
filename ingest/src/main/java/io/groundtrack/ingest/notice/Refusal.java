package io.groundtrack.ingest.notice;

import io.groundtrack.schemas.RejectReason;
import java.util.regex.Pattern;

/** Ends the reading of one notice; caught by {@link NoticeReader}, which makes a Reject of it. */
final class Refusal extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Controls, direction marks, halves of surrogate pairs, line and paragraph ends. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

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
        return oneLine(String.valueOf(value), 80);
    }

    /** A text of at most {@code most} characters and one more, fit for a log. */
    static String oneLine(String text, int most) {
        var cut = text.length() <= most ? text : text.substring(0, most) + "…";
        return UNFIT.matcher(cut).replaceAll(" ");
    }

    /** Whether a text can stand in a log and in a key as it is. */
    static boolean isFit(String text) {
        return !UNFIT.matcher(text).find();
    }
}
