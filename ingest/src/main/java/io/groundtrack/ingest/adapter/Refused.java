package io.groundtrack.ingest.adapter;

import io.groundtrack.schemas.RejectReason;

/**
 * What can never become a notice.
 *
 * @param source where it came from
 * @param subject product or message it is about; empty where unknown
 * @param reason kind of fault
 * @param message what, where, and what was expected
 * @param original its bytes
 */
public record Refused(
        String source, String subject, RejectReason reason, String message, byte[] original) {}
