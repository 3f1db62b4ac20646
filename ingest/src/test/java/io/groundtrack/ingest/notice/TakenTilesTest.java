package io.groundtrack.ingest.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.groundtrack.ingest.tiling.PatchExtent;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TakenTilesTest {

    @Test
    void allTilesAreTakenWhereNoneIsNamed() {
        assertThat(NoticeOptions.defaults().takes("33UUP")).isTrue();
    }

    @Test
    void onlyNamedTilesAreTakenHoweverTheyAreWritten() {
        var options = taking("33uup ", "4QFJ");

        assertThat(options.takes("33UUP")).isTrue();
        assertThat(options.takes("04QFJ")).isTrue();
        assertThat(options.takes("33UVP")).isFalse();
    }

    @Test
    void whatIsNoTileIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> taking("33UUO"))
                .withMessageContaining("notices.tiles")
                .withMessageContaining("33UUO");
    }

    private static NoticeOptions taking(String... tiles) {
        return new NoticeOptions(
                Set.of("L2A"), Set.of("GRD"), PatchExtent.TILE, 1 << 20, Set.of(tiles));
    }
}
