package io.groundtrack.ingest.cutting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTableTest {

    @TempDir private Path folder;

    static String vector(int line, String pixels, String values) {
        return "<calibrationVector><azimuthTime>2018-07-16T00:40:42</azimuthTime><line>"
                + line
                + "</line><pixel count=\"3\">"
                + pixels
                + "</pixel><sigmaNought count=\"3\">"
                + values
                + "</sigmaNought><betaNought>1 1 1</betaNought></calibrationVector>";
    }

    static String document(String... vectors) {
        return "<?xml version=\"1.0\"?><calibration><adsHeader/><calibrationVectorList count=\"2\">"
                + String.join("", vectors)
                + "</calibrationVectorList></calibration>";
    }

    private CalibrationTable read(String xml) throws IOException {
        var file = folder.resolve("calibration.xml");
        Files.write(file, xml.getBytes(StandardCharsets.UTF_8));
        try (var open = RasterFile.open(file)) {
            return CalibrationTable.of(open);
        }
    }

    @Test
    void valuesAreBilinearBetweenVectorsAndConstantBeyondThem() throws IOException {
        var table =
                read(
                        document(
                                vector(-10, "0 40 80", "100 200 300"),
                                vector(10, "0 40 80", "300 400 500")));

        assertThat(table.at(0, -10)).isEqualTo(100);
        assertThat(table.at(20, -10)).isEqualTo(150, within(1e-6));
        assertThat(table.at(20, 0)).isEqualTo(250, within(1e-6));
        assertThat(table.at(80, 5)).isEqualTo(450, within(1e-6));
        assertThat(table.at(1000, 1000)).isEqualTo(500);
        assertThat(table.at(0, -1000)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Not found</html>",
                "<calibration>",
                "<!DOCTYPE c [<!ENTITY e 'x'>]><calibration>&e;</calibration>",
                "<!DOCTYPE c SYSTEM 'file:///etc/passwd'><calibration/>"
            })
    void whatIsNoCalibrationIsRefused(String xml) {
        assertThatThrownBy(() -> read(xml)).isInstanceOf(RasterException.class);
    }

    @Test
    void vectorsThatContradictThemselvesAreRefused() {
        for (var broken :
                new String[] {
                    vector(0, "0 40", "1 2 3"),
                    vector(0, "40 0 80", "1 2 3"),
                    vector(0, "0 40 80", "1 0 3"),
                    vector(0, "0 40 80", "1 x 3"),
                    vector(0, "0 1 2", "1 2 3") + vector(0, "0 1 2", "1 2 3"),
                    "<calibrationVector><line>1</line></calibrationVector>"
                }) {
            assertThatThrownBy(() -> read(document(broken)))
                    .as(broken)
                    .isInstanceOf(RasterException.class)
                    .hasMessageContaining("calibration.xml");
        }
    }
}
