package io.groundtrack.job.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.job.options.Options;
import io.groundtrack.job.options.OptionsPage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the table of options says. */
final class ConfigurationPageTest {

    private static final String PAGE = "docs/configuration.md";

    @Test
    void pageIsMadeFromTheTableOfOptions() throws IOException {
        assertThat(ProjectFiles.read(PAGE).equals(OptionsPage.markdown()))
                .as("%s is out of date: ./groundtrack options --markdown > %s", PAGE, PAGE)
                .isTrue();
    }

    @Test
    void everyOptionHasARowWithAMeaning() throws IOException {
        var rows = ProjectFiles.tableRows(ProjectFiles.read(PAGE));
        for (var option : Options.all()) {
            assertThat(rows)
                    .as(option.key())
                    .anySatisfy(
                            row -> {
                                assertThat(row.get(0)).isEqualTo(option.key());
                                assertThat(row.get(2).length()).isGreaterThan(10);
                            });
        }
    }
}
