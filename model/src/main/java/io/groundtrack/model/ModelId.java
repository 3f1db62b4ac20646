package io.groundtrack.model;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Name and first eight hex digits of SHA-256 over all that decides a vector or a sketch. */
final class ModelId {
    private ModelId() {}

    static String of(String name, Consumer<OutputStream> weights, byte[]... otherFiles) {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        weights.accept(new DigestOutputStream(OutputStream.nullOutputStream(), sha));
        for (byte[] file : otherFiles) {
            sha.update(file);
        }
        return name + "-" + HexFormat.of().formatHex(sha.digest(), 0, 4);
    }
}
