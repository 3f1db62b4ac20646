package io.groundtrack.bench.peer;

import io.groundtrack.bench.rounds.Contestant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A PyTorch process that holds one model at a time.
 *
 * <p>Errors: {@link PeerProcess.PeerException}.
 */
public final class PyTorchPeer implements AutoCloseable {

    private final PeerProcess process;

    /**
     * @param command starts the peer, such as {@code [python, bench/peers/pytorch_peer.py]}
     * @param log takes what it says beside its answers
     */
    public PyTorchPeer(List<String> command, Path log) {
        process = new PeerProcess(command, log);
    }

    /**
     * @return what it is: torch, python, threads, capability
     */
    public Map<String, String> hello(int threads) {
        var facts = new TreeMap<String, String>();
        process.ask("hello", Map.of("threads", threads))
                .entrySet()
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue().getAsString()));
        return facts;
    }

    /** Takes the place of the model it held. */
    public void load(Path folder, String precision) {
        process.ask("load", Map.of("folder", absolute(folder), "precision", precision));
    }

    /**
     * @param pixels safetensors with {@code s1} and {@code s2}, physical units (B, C, H, W)
     * @param into safetensors with the features of both, (B, D)
     */
    public void features(Path pixels, Path into) {
        process.ask("features", Map.of("pixels", absolute(pixels), "into", absolute(into)));
    }

    /**
     * The model it holds, from ready tensors to features.
     *
     * @param mode {@code eager} or {@code compile}
     */
    public Contestant encoder(String mode, int batch) {
        return process.contestant(mode, "time", Map.of("mode", mode, "batch", batch));
    }

    /** The product of two square matrices. */
    public Contestant product(String precision, int size) {
        return process.contestant(
                "product, PyTorch", "product", Map.of("precision", precision, "size", size));
    }

    public long pid() {
        return process.pid();
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }

    /** Ends the process. */
    @Override
    public void close() {
        process.close();
    }
}
