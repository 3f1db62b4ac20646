package io.groundtrack.sinks.files;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.PatchEmbedding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One SHA-256 over all that lives: embeddings, pairs, classifications and alerts, each as (kind,
 * id, canonical bytes), sorted by kind and id.
 *
 * <p>Canonical bytes are the Avro body with revisions set to 0. No tombstones, no processing times:
 * two runs over the same notices in any order have the same hash.
 */
final class ResultHash {

    private final MessageDigest digest;

    private ResultHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    static String of(LiveRecords live) {
        var hash = new ResultHash();
        var changes = AvroCodec.of(Change.class);
        live.alerts()
                .forEach(
                        alert ->
                                hash.add(
                                        "alert",
                                        alert.getId(),
                                        changes.body(
                                                Change.newBuilder(alert).setRevision(0).build())));
        var classes = AvroCodec.of(Classification.class);
        live.classifications().forEach((id, c) -> hash.add("classification", id, classes.body(c)));
        var embeddings = AvroCodec.of(PatchEmbedding.class);
        live.embeddings()
                .forEach(
                        (id, e) ->
                                hash.add(
                                        "embedding",
                                        id,
                                        embeddings.body(
                                                PatchEmbedding.newBuilder(e)
                                                        .setPassRevision(0)
                                                        .build())));
        live.lines(LedgerKind.PAIR, "live")
                .forEach(
                        line ->
                                hash.add(
                                        "pair",
                                        line.getSubject(),
                                        line.getDetail().getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(String kind, String id, byte[] bytes) {
        for (var part : new byte[][] {utf8(kind), utf8(id), bytes}) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
            digest.update(part);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
