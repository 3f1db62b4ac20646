package io.groundtrack.model.torchfile;

import io.groundtrack.model.checkpoint.MappedFile;
import io.groundtrack.model.checkpoint.NumberType;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.checkpoint.TensorFile;
import io.groundtrack.model.checkpoint.WeightSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * An open file of {@code torch.save} or PyTorch Lightning ({@code .pt}, {@code .pth}, {@code
 * .ckpt}): the tensors of its {@code state_dict}, or of a bare dictionary.
 *
 * <p>In: the zip form, of any size, memory-mapped. Out: tensors as float, row-major, offset and
 * strides honoured, from storages of 64, 32 or 16 bits; others are listed and not read. Prefixes of
 * wrappers are stripped ({@link #prefix}); optimiser state and unknown objects are skipped and
 * named ({@link #skipped}). Nothing in the file is run.
 *
 * <p>Checksums of the zip are checked, of a storage when its first tensor is read; a checksum of
 * zero says that the writer computed none.
 *
 * <p>Errors: {@link IllegalArgumentException} naming the file, the tensor or entry and the reason;
 * so for the form without zip, TorchScript, big-endian files and compressed entries.
 */
public final class TorchFile implements TensorFile {
    private static final int MAX_PICKLE_BYTES = 256 << 20;
    private static final int CHUNK_BYTES = 1 << 20;

    private final MappedFile file;
    private final Map<String, ZipDirectory.Entry> entries;
    private final Map<String, StoredView> tensors = new TreeMap<>();
    private final Set<String> checkedEntries = new HashSet<>();
    private final String prefix;
    private final List<String> skipped;

    private TorchFile(MappedFile file) {
        this.file = file;
        Form.check(file);
        entries = ZipDirectory.read(file);
        String root = Form.root(file.source(), entries);
        checkByteOrder(root);
        var budget = new HeapBudget(file.source());
        var calls = new KnownCalls(budget);
        ZipDirectory.Entry pickle = entry(root + "data.pkl");
        if (pickle.size() > MAX_PICKLE_BYTES) {
            throw refused("data.pkl of " + pickle.size() + " bytes (expected: at most 256 MiB)");
        }
        checkSum(pickle);
        var input = new PickleInput(file.source(), file.slice(pickle.at(), (int) pickle.size()));
        StateDict found =
                StateDict.of(file.source(), new PickleMachine(input, budget, calls).run());
        prefix = found.prefix();
        found.views().forEach((name, view) -> tensors.put(name, stored(root, name, view)));
        var notes = new ArrayList<>(found.skipped());
        calls.unknown().forEach(name -> notes.add("object " + name));
        skipped = List.copyOf(notes);
    }

    public static TorchFile open(Path file) {
        return guarded(MappedFile.open(file));
    }

    /**
     * @param source what to call the bytes in error messages
     */
    public static TorchFile open(String source, byte[] content) {
        return guarded(MappedFile.of(source, content));
    }

    private static TorchFile guarded(MappedFile file) {
        try {
            return new TorchFile(file);
        } catch (InternalError e) {
            throw changed(file, e);
        }
    }

    @Override
    public String source() {
        return file.source();
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    @Override
    public long[] shape(String name) {
        return view(name).sizes().clone();
    }

    @Override
    public String type(String name) {
        return view(name).type();
    }

    /** What was stripped from the front of every name; empty where nothing was. */
    public String prefix() {
        return prefix;
    }

    /** What the file holds beside the tensors, in words, such as {@code optimizer_states}. */
    public List<String> skipped() {
        return skipped;
    }

    /** The tensors as a network's weights, refused where shape or values are not fit for use. */
    public WeightSource weights() {
        return new StoredWeights(this);
    }

    @Override
    public Tensor tensor(String name) {
        StoredView view = view(name);
        NumberType type =
                NumberType.named(view.type())
                        .orElseThrow(
                                () ->
                                        refused(
                                                name,
                                                "type "
                                                        + view.type()
                                                        + " (expected: F32, F16, BF16 or F64)"));
        try {
            checkSum(view.entry());
            return new Tensor(view.sizes().clone(), view.values(file, type));
        } catch (InternalError e) {
            throw changed(file, e);
        }
    }

    private void checkByteOrder(String root) {
        ZipDirectory.Entry entry = entries.get(root + "byteorder");
        if (entry == null) {
            return; // PyTorch before 2.1 wrote none, and little-endian
        }
        int bytes = (int) Math.min(entry.size(), 16);
        String order = StandardCharsets.ISO_8859_1.decode(file.slice(entry.at(), bytes)).toString();
        if (!order.equals("little")) {
            throw refused("byteorder: " + order + " (expected: little)");
        }
    }

    private StoredView stored(String root, String name, Pickled.View view) {
        ZipDirectory.Entry entry = entries.get(root + "data/" + view.storage().key());
        if (entry == null) {
            throw refused(name, "no entry data/" + view.storage().key());
        }
        try {
            return StoredView.of(view, entry, file.size());
        } catch (IllegalArgumentException e) {
            throw refused(name, e.getMessage());
        }
    }

    private void checkSum(ZipDirectory.Entry entry) {
        if (entry.crc() == 0 || !checkedEntries.add(entry.name())) {
            return;
        }
        var crc = new CRC32();
        for (long at = 0; at < entry.size(); at += CHUNK_BYTES) {
            int n = (int) Math.min(CHUNK_BYTES, entry.size() - at);
            ByteBuffer chunk = file.slice(entry.at() + at, n);
            crc.update(chunk);
        }
        if ((int) crc.getValue() != entry.crc()) {
            throw refused(
                    String.format(
                            "entry %s: damaged: CRC-32 %08x (expected: %08x)",
                            entry.name(), crc.getValue(), entry.crc()));
        }
    }

    private ZipDirectory.Entry entry(String name) {
        ZipDirectory.Entry entry = entries.get(name);
        if (entry == null) {
            throw refused("entry " + name + ": missing");
        }
        return entry;
    }

    private StoredView view(String name) {
        StoredView view = tensors.get(name);
        if (view == null) {
            throw refused(name, "missing");
        }
        return view;
    }

    private IllegalArgumentException refused(String tensor, String reason) {
        return refused("tensor " + tensor + ": " + reason);
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(file.source() + ": " + reason);
    }

    /** What Java throws where a mapped page is no longer there. */
    private static IllegalStateException changed(MappedFile file, InternalError because) {
        return new IllegalStateException(
                file.source() + ": the file changed while it was read", because);
    }

    @Override
    public void close() {
        // the mapping goes when it is collected
    }
}
