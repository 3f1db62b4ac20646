package io.groundtrack.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {

    @Test
    void slicesAcrossSegmentsAreTheFilesBytes(@TempDir Path folder) throws Exception {
        var content = new byte[23];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) i;
        }
        Path path = folder.resolve("x");
        Files.write(path, content);
        MappedFile file = MappedFile.open(path, 8);

        assertThat(file.size()).isEqualTo(23);
        for (int at = 0; at <= 23; at++) {
            for (int count = 0; at + count <= 23; count++) {
                ByteBuffer expected = ByteBuffer.wrap(content, at, count);
                assertThat(file.slice(at, count)).isEqualTo(expected);
            }
        }
        assertThat(file.slice(6, 4).getInt()).isEqualTo(0x09080706);
        assertThatThrownBy(() -> file.slice(20, 4)).hasMessageEndingWith("20 + 4 in a file of 23");
        assertThatThrownBy(() -> file.slice(-1, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> file.slice(Long.MAX_VALUE, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
