package io.groundtrack.model.script;

/**
 * How the script says a linear layer: which operators there are depends on the device.
 *
 * <p>A layer's weight lies at index {@code at} of the list {@code w}, its bias behind it.
 */
enum Kernels {
    /** oneDNN with weights laid out for it once: x86 processors. */
    PACKED {
        @Override
        String linear(String x, String at) {
            return pointwise(x, at, "none");
        }

        @Override
        String gelu(String x, String at) {
            return pointwise(x, at, "gelu");
        }

        private String pointwise(String x, String at, String activation) {
            return "ops.mkldnn._linear_pointwise(%s, w[%s], w[%s], \"%s\", %s, \"none\")"
                    .formatted(
                            x,
                            at,
                            after(at, 1),
                            activation,
                            "annotate(List[Optional[number]], [])");
        }

        @Override
        String linearPlus(String x, String at, String residual, Precision precision) {
            return precision == Precision.FP32
                    ? "ops.mkldnn._linear_pointwise(%s, %s, w[%s], w[%s], \"add\")"
                            .formatted(x, residual, at, after(at, 1))
                    : super.linearPlus(x, at, residual, precision);
        }
    },
    /** PyTorch's own operators: any device. */
    PLAIN {
        @Override
        String linear(String x, String at) {
            return "torch.linear(%s, w[%s], w[%s])".formatted(x, at, after(at, 1));
        }

        @Override
        String gelu(String x, String at) {
            return "torch.gelu(%s)".formatted(linear(x, at));
        }
    };

    abstract String linear(String x, String at);

    abstract String gelu(String x, String at);

    /** The layer's result is added to a 32-bit array, in place where that saves a pass. */
    String linearPlus(String x, String at, String residual, Precision precision) {
        return "torch.add_(%s, %s)".formatted(residual, linear(x, at));
    }

    static String after(String at, int steps) {
        return "torch.add(" + at + ", " + steps + ")";
    }
}
