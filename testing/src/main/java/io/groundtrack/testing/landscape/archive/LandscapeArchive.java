package io.groundtrack.testing.landscape.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.scene.Plane;
import io.groundtrack.testing.landscape.scene.Scene;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A landscape on disk, as a feed would deliver it.
 *
 * <p>in: folder, landscape → out: a folder of COGs for every product, {@code notices.jsonl} (one
 * notice a line, in the order in which they were sent, with paths relative to the folder), {@code
 * truth.json} and {@code truth.geojson}. Read with offset and unit applied, the files hold exactly
 * the pixels of {@link Landscape#render}. Equal landscapes make equal bytes.
 *
 * <p>Errors: {@link UncheckedIOException} where a file cannot be written.
 */
public final class LandscapeArchive {

    private static final Duration REPEATED_AFTER = Duration.ofHours(2);

    private LandscapeArchive() {}

    /**
     * How far writing has come.
     *
     * @param done overflights written
     * @param total overflights in all
     */
    public record Progress(int done, int total) {}

    /**
     * What was written.
     *
     * @param notices file of the notices
     * @param products products in the folder
     * @param lines notices in the file
     * @param bytes bytes of all rasters
     */
    public record Written(Path notices, int products, int lines, long bytes) {}

    /** Writes a landscape with the given number of threads; the folder is made if need be. */
    public static Written write(
            Path dir, Landscape landscape, int threads, Consumer<Progress> progress) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: 1 or more)");
        }
        var json = new ObjectMapper();
        var products = Products.of(landscape);
        var bySpec = products.stream().collect(Collectors.groupingBy(Product::spec));
        var tasks = new ArrayList<Callable<List<Announced>>>();
        for (var spec : landscape.scenes()) {
            tasks.add(() -> writeAll(dir, landscape, spec, bySpec.get(spec), json));
        }
        try {
            Files.createDirectories(dir);
            var announced = run(tasks, threads, progress);
            var lines = lines(announced, json);
            var notices = dir.resolve("notices.jsonl");
            Files.write(notices, lines);
            var truth = new TruthWriter(json, landscape);
            var pretty = json.writerWithDefaultPrettyPrinter();
            Files.writeString(
                    dir.resolve("truth.json"), pretty.writeValueAsString(truth.truth()) + "\n");
            Files.writeString(
                    dir.resolve("truth.geojson"), json.writeValueAsString(truth.outlines()) + "\n");
            long bytes = announced.stream().mapToLong(Announced::bytes).sum();
            return new Written(notices, products.size(), lines.size(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the archive to " + dir, e);
        }
    }

    /** {@code withdrawal} is null where the product stays. */
    private record Announced(
            Product product, ObjectNode notice, ObjectNode withdrawal, long bytes) {}

    private static List<Announced> writeAll(
            Path dir,
            Landscape landscape,
            SceneSpec spec,
            List<Product> products,
            ObjectMapper json)
            throws IOException {
        var scene = landscape.render(spec);
        var notices = new NoticeWriter(json, landscape.area());
        var written = new ArrayList<Announced>();
        for (var product : products) {
            long bytes = 0;
            for (var plane : scene.planes()) {
                bytes += write(dir, product, biased(plane, product.bias()), scene);
            }
            if (scene.scl() != null) {
                bytes += write(dir, product, scene.scl(), scene);
            }
            var withdrawal = product.deleted() == null ? null : notices.withdrawal(product, scene);
            written.add(new Announced(product, notices.notice(product, scene), withdrawal, bytes));
        }
        return written;
    }

    private static long write(Path dir, Product product, Plane plane, Scene scene)
            throws IOException {
        var file = dir.resolve(NoticeWriter.href(product, plane));
        Files.createDirectories(file.getParent());
        int firstRow = product.firstRow() * 10 / plane.metres();
        int rows = product.rows() * 10 / plane.metres();
        return CogWriter.write(file, plane, firstRow, rows, scene.area());
    }

    private static Plane biased(Plane plane, int bias) {
        if (bias == 0) {
            return plane;
        }
        var stored = plane.stored().clone();
        for (int i = 0; i < stored.length; i++) {
            stored[i] += stored[i] == 0 ? 0 : (short) bias;
        }
        return Plane.ofStored(plane.name(), plane.width(), plane.height(), plane.metres(), stored);
    }

    private static List<Announced> run(
            List<Callable<List<Announced>>> tasks, int threads, Consumer<Progress> progress) {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var futures = new ArrayList<Future<List<Announced>>>();
            tasks.forEach(task -> futures.add(pool.submit(task)));
            var all = new ArrayList<Announced>();
            for (int i = 0; i < futures.size(); i++) {
                all.addAll(futures.get(i).get());
                progress.accept(new Progress(i + 1, futures.size()));
            }
            return all;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw new UncheckedIOException("cannot write a scene", io);
            }
            throw new IllegalStateException("cannot render a scene", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing a landscape", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private record Line(Instant sent, String text) {}

    private static List<String> lines(List<Announced> announced, ObjectMapper json)
            throws IOException {
        var lines = new ArrayList<Line>();
        for (var one : announced) {
            var text = json.writeValueAsString(one.notice());
            lines.add(new Line(one.product().published(), text));
            if (one.product().repeated()) {
                lines.add(new Line(one.product().published().plus(REPEATED_AFTER), text));
            }
            if (one.withdrawal() != null) {
                lines.add(
                        new Line(
                                one.product().deleted(),
                                json.writeValueAsString(one.withdrawal())));
            }
        }
        lines.sort(Comparator.comparing(Line::sent).thenComparing(Line::text));
        return lines.stream().map(Line::text).toList();
    }
}
