package io.groundtrack.model.torchfile;

import io.groundtrack.model.checkpoint.MappedFile;
import java.nio.ByteBuffer;
import java.util.Map;

/** Which of PyTorch's file forms it is; all but the zip of storages are refused by name. */
final class Form {
    private Form() {}

    static void check(MappedFile file) {
        if (file.size() < 4) {
            throw refused(file.source(), file.size() + " bytes are too few for a PyTorch file");
        }
        ByteBuffer start = file.slice(0, 4);
        if (start.get(0) == 'P' && start.get(1) == 'K') {
            return;
        }
        if ((start.get(0) & 0xff) == 0x80 && start.get(1) >= 2 && start.get(1) <= 5) {
            throw refused(
                    file.source(),
                    "the old PyTorch form, a pickle without zip (expected: the zip form; load it"
                            + " and torch.save it again with PyTorch 1.6 or later)");
        }
        throw refused(file.source(), "no PyTorch file (expected: a zip, as torch.save writes)");
    }

    /** The folder that all entries of the archive are in, with its slash. */
    static String root(String source, Map<String, ZipDirectory.Entry> entries) {
        String root = null;
        for (String name : entries.keySet()) {
            int slash = name.indexOf('/');
            String below = name.substring(slash + 1);
            if (slash > 0 && (below.startsWith("code/") || below.equals("constants.pkl"))) {
                throw refused(
                        source,
                        "a TorchScript archive, it holds "
                                + name
                                + " (expected: a state_dict written by torch.save)");
            }
            if (slash > 0 && below.equals("data.pkl")) {
                if (root != null) {
                    throw refused(source, "two pickles: " + root + "data.pkl and " + name);
                }
                root = name.substring(0, slash + 1);
            }
        }
        if (root == null) {
            throw refused(source, "a zip without data.pkl (expected: as torch.save writes it)");
        }
        for (ZipDirectory.Entry entry : entries.values()) {
            if (entry.method() != 0) {
                throw refused(
                        source,
                        "entry "
                                + entry.name()
                                + ": compressed, method "
                                + entry.method()
                                + " (expected: stored, as torch.save writes)");
            }
        }
        return root;
    }

    private static IllegalArgumentException refused(String source, String reason) {
        return new IllegalArgumentException(source + ": " + reason);
    }
}
