package io.groundtrack.ingest.safe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A product unpacked in a folder. Links are not followed. */
final class SafeFolder implements SafeFiles {

    private static final int DEEPEST = 12;

    private final Path folder;
    private final NavigableMap<String, Long> sizes = new TreeMap<>();

    SafeFolder(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        Files.walkFileTree(
                this.folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, new Sizes());
    }

    private final class Sizes extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (attributes.isRegularFile()) {
                sizes.put(folder.relativize(file).toString().replace('\\', '/'), attributes.size());
                if (sizes.size() > MOST_FILES) {
                    throw new SafeException(
                            name(), "more than " + MOST_FILES + " files", "one product");
                }
            }
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public String name() {
        return String.valueOf(folder.getFileName());
    }

    @Override
    public String product() {
        return SafeFiles.withoutSuffix(name());
    }

    @Override
    public NavigableMap<String, Long> sizes() {
        return sizes;
    }

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(folder.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public String href(String path) {
        return folder.resolve(path).toString();
    }

    @Override
    public void close() {
        // holds no handle
    }
}
