package io.groundtrack.ingest.folder;

import io.groundtrack.ingest.safe.SafeProduct;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One look at a folder.
 *
 * <p>in: a folder → out: what looks like products in it ({@link #finds}), folders seen ({@link
 * #folders}) and places that could not be read ({@link #unreadable}). Links to folders are not
 * followed; a link to a file counts where it stays inside the folder. Hidden files and those whose
 * names say that they are still being written are passed by.
 */
final class FolderScan {

    /** More would not be looked at within a minute. */
    static final int MOST_FILES = 5_000_000;

    private static final int DEEPEST = 40;
    private static final List<String> GROWING =
            List.of(".part", ".partial", ".tmp", ".crdownload", ".download", ".incomplete");

    private final Path root;
    private final StacItemFiles items;
    private final List<Find> finds = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final List<Path> unreadable = new ArrayList<>();
    private final Map<Path, TreeMap<String, FileStamps>> bursts = new HashMap<>();
    private int files;

    private FolderScan(Path root, StacItemFiles items) {
        this.root = root;
        this.items = items;
    }

    /** Looks; a root that is not there is unreadable. */
    static FolderScan of(Path root, StacItemFiles items) throws IOException {
        Path real;
        try {
            real = root.toRealPath();
        } catch (IOException e) {
            var scan = new FolderScan(root.toAbsolutePath().normalize(), items);
            scan.unreadable.add(scan.root);
            return scan;
        }
        var scan = new FolderScan(real, items);
        Files.walkFileTree(real, EnumSet.noneOf(FileVisitOption.class), DEEPEST, scan.new Walk());
        scan.addBursts();
        return scan;
    }

    Path root() {
        return root;
    }

    List<Find> finds() {
        return finds;
    }

    List<Path> folders() {
        return folders;
    }

    List<Path> unreadable() {
        return unreadable;
    }

    boolean isEmpty() {
        return files == 0;
    }

    private void count() throws IOException {
        if (++files > MOST_FILES) {
            throw new IOException(root + ": more than " + MOST_FILES + " files (expected: fewer)");
        }
    }

    static boolean isGrowing(Path path) {
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return GROWING.stream().anyMatch(name::endsWith);
    }

    private static boolean isHidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }

    private final class Walk extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            if (!folder.equals(root) && (isHidden(folder) || isGrowing(folder))) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            folders.add(folder);
            if (SafeProduct.looksLikeOne(folder)) {
                return product(Find.Kind.SAFE, folder);
            }
            if (BigEarthNetItem.looksLikeOne(folder)) {
                return product(Find.Kind.BIGEARTHNET, folder);
            }
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult product(Find.Kind kind, Path folder) throws IOException {
            var stamps = new FileStamps();
            Files.walkFileTree(
                    folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, new Stamping(stamps));
            finds.add(stamps.find(kind, root, folder, folder.toString()));
            return FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
            count();
            if (isHidden(file) || isGrowing(file)) {
                return FileVisitResult.CONTINUE;
            }
            var attributes = regular(file, seen);
            if (attributes == null) {
                return FileVisitResult.CONTINUE;
            }
            var name = file.getFileName().toString();
            if (OperaRtcItem.stem(name).isPresent()) {
                bursts.computeIfAbsent(file.getParent(), f -> new TreeMap<>())
                        .computeIfAbsent(OperaRtcItem.stem(name).get(), s -> new FileStamps())
                        .add(file, attributes);
            } else if (name.toLowerCase(Locale.ROOT).endsWith(".zip")
                    && SafeProduct.looksLikeOne(file)) {
                var stamps = new FileStamps();
                stamps.add(file, attributes);
                finds.add(stamps.find(Find.Kind.ZIP, root, file, file.toString()));
            } else if (name.toLowerCase(Locale.ROOT).matches(".*\\.(geo)?json")) {
                items.find(root, file, attributes).ifPresent(finds::add);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) {
            unreadable.add(path);
            return FileVisitResult.CONTINUE;
        }
    }

    /** Attributes of a file, or of what a link inside the folder leads to; null for others. */
    private BasicFileAttributes regular(Path file, BasicFileAttributes seen) {
        if (!seen.isSymbolicLink()) {
            return seen.isRegularFile() ? seen : null;
        }
        try {
            var target = file.toRealPath();
            var attributes =
                    Files.readAttributes(
                            target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return target.startsWith(root) && attributes.isRegularFile() ? attributes : null;
        } catch (IOException e) {
            return null;
        }
    }

    private final class Stamping extends SimpleFileVisitor<Path> {

        private final FileStamps stamps;

        Stamping(FileStamps stamps) {
            this.stamps = stamps;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            folders.add(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
            count();
            if (isGrowing(file)) {
                stamps.growing();
            }
            if (seen.isRegularFile()) {
                stamps.add(file, seen);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) {
            unreadable.add(path);
            stamps.growing();
            return FileVisitResult.CONTINUE;
        }
    }

    private void addBursts() {
        for (var folder : bursts.entrySet()) {
            for (var burst : folder.getValue().entrySet()) {
                var path = folder.getKey().resolve(burst.getKey());
                finds.add(burst.getValue().find(Find.Kind.OPERA_RTC, root, path, path.toString()));
            }
        }
    }
}
