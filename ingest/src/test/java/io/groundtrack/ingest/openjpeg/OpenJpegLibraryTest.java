package io.groundtrack.ingest.openjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class OpenJpegLibraryTest {

    @Test
    void anAbsentLibraryIsNamedWithWhatToInstall() {
        assertThatThrownBy(() -> OpenJpegLibrary.require("no-such-library"))
                .isInstanceOfSatisfying(
                        OpenJpegException.class, e -> assertThat(e.isAbsent()).isTrue())
                .hasMessageContaining("no library no-such-library")
                .hasMessageContaining("libopenjp2-7")
                .hasMessageContaining("openjpeg2")
                .hasMessageContaining("brew install openjpeg");
    }

    @Test
    void aLibraryThatIsAnotherIsNotTaken() {
        assertThatThrownBy(() -> OpenJpegLibrary.require("m"))
                .isInstanceOfSatisfying(
                        OpenJpegException.class, e -> assertThat(e.isAbsent()).isTrue());
    }

    @Test
    void noiseIsRefusedInTheLibrarysWords() throws OpenJpegException {
        OpenJpegLibrary library;
        try {
            library = OpenJpegLibrary.require("");
        } catch (OpenJpegException e) {
            Assumptions.abort(e.getMessage());
            return;
        }
        var decoder = new OpenJpegDecoder(library);
        var area = new OpenJpegDecoder.Area(0, 0, 8, 8, 1, true);

        assertThatThrownBy(() -> decoder.decode(new byte[100], area))
                .isInstanceOfSatisfying(
                        OpenJpegException.class, e -> assertThat(e.isAbsent()).isFalse())
                .hasMessageMatching("OpenJPEG does not decode the header: .+");
    }
}
