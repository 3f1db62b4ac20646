package io.groundtrack.model.script;

import java.util.Locale;

/**
 * The numbers that matrix products are made in. Norms, the router, softmax and the residual stream
 * are always 32-bit.
 */
public enum Precision {
    FP32(6),
    BF16(15),
    /** For accelerators; no processor here is fast with it. */
    FP16(5);

    /** PyTorch's number of this type. */
    final int code;

    Precision(int code) {
        this.code = code;
    }

    /** As options and names write it: {@code fp32}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Script that turns 32-bit {@code x} into these numbers. */
    String low(String x) {
        return this == FP32 ? x : "torch.to(" + x + ", " + code + ")";
    }

    /** Script that turns {@code x} of these numbers back into 32-bit ones. */
    String high(String x) {
        return this == FP32 ? x : "torch.to(" + x + ", " + FP32.code + ")";
    }

    public static Precision of(String text) {
        for (Precision precision : values()) {
            if (precision.text().equals(text)) {
                return precision;
            }
        }
        throw new IllegalArgumentException(
                "precision: '" + text + "' (expected: fp32, bf16 or fp16)");
    }
}
