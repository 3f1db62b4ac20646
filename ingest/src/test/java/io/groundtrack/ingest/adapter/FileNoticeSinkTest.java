package io.groundtrack.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNoticeSinkTest {

    @TempDir private Path folder;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void noticesAreLinesAfterThoseOfAnEarlierRun() throws IOException {
        var file = folder.resolve("notices.jsonl");
        for (var line : new String[] {"{\"id\":1}", "{\"id\":2}"}) {
            try (var sink = new FileNoticeSink(file)) {
                sink.publish(Sensor.S2, "key", text(line));
            }
        }

        assertThat(file).hasContent("{\"id\":1}\n{\"id\":2}\n");
        assertThat(folder.resolve("notices.jsonl.refused")).doesNotExist();
    }

    @Test
    void aLineThatACrashCutIsTakenOff() throws IOException {
        var file = folder.resolve("notices.jsonl");
        Files.writeString(file, "whole\n" + "x".repeat(200_000));
        try (var sink = new FileNoticeSink(file)) {
            sink.publish(Sensor.S1, "key", text("next"));
        }

        assertThat(file).hasContent("whole\nnext\n");
    }

    @Test
    void whatIsRefusedIsKeptWithItsReason() throws IOException {
        var file = folder.resolve("notices.jsonl");
        try (var sink = new FileNoticeSink(file)) {
            sink.refuse("urn:a", "b", RejectReason.NOT_JSON, "why", text("ö".repeat(100_000)));
        }

        var line = new ObjectMapper().readTree(folder.resolve("notices.jsonl.refused").toFile());
        assertThat(line.path("reason").asText()).isEqualTo("NOT_JSON");
        assertThat(line.path("message").asText()).isEqualTo("why");
        assertThat(line.path("original").asText()).hasSize(32 * 1024);
    }

    @Test
    void aFileThatCannotBeMadeIsNamed() {
        assertThatThrownBy(() -> new FileNoticeSink(folder.resolve("none/notices.jsonl")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("notices.jsonl", "expected");
    }
}
