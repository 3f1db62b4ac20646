package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodataValueTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-9999, -9999",
        "' 7 ', 7",
        "+7, 7",
        "-3.4e+38, -3.4e38",
        "1E5, 1e5",
        ".5, 0.5",
        "nan, NaN",
        "-nan, NaN",
        "NAN, NaN",
        "nan(ind), NaN",
        "1.#QNAN, NaN",
        "-1.#IND, NaN",
        "inf, Infinity",
        "-inf, -Infinity",
        "1.#INF, Infinity",
        "-1.#INF00, -Infinity"
    })
    void numbersAreReadAsCLibrariesWriteThem(String text, double value) {
        assertThat(NodataValue.parse(text)).isEqualTo(Double.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "0x10", "7 x", "7,5", "1f", "1d", "--1", "e5"})
    void anythingElseIsNoNumber(String text) {
        assertThatThrownBy(() -> NodataValue.parse(text)).isInstanceOf(NumberFormatException.class);
    }
}
