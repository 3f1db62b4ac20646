package io.groundtrack.job.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files of the checkout. */
final class ProjectFiles {

    private ProjectFiles() {}

    static String read(String path) throws IOException {
        return Files.readString(
                Path.of(System.getProperty("project.root", "..")).resolve(path).normalize());
    }

    /** Rows of the Markdown tables of a page, as cells without back-ticks. */
    static List<List<String>> tableRows(String page) {
        return page.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(1, line.lastIndexOf('|')))
                .map(
                        line ->
                                Arrays.stream(line.split("(?<!\\\\)\\|"))
                                        .map(cell -> cell.replace("`", "").trim())
                                        .toList())
                .toList();
    }
}
