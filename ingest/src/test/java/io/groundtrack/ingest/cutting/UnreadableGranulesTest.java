package io.groundtrack.ingest.cutting;

import static io.groundtrack.ingest.cutting.Strips.aStrip;
import static io.groundtrack.ingest.cutting.Strips.asset;
import static io.groundtrack.ingest.cutting.Strips.bit;
import static io.groundtrack.ingest.cutting.Strips.bits;
import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.raster.TinyTiff;
import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A granule that cannot be read rejects its patches, says why once, and lets others flow on. */
class UnreadableGranulesTest {

    @TempDir private Path folder;

    private static TinyTiff sound() {
        return aTiff(240, 120)
                .band(p -> -10)
                .band(p -> -15)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10);
    }

    /** Patches 0 and 1 by the granule in question, patch 1 and 2 by a sound one. */
    private Cut cutWith(Asset... assets) {
        sound().at(Strips.EPSG, Strips.ULX + 1200, Strips.ULY, 10)
                .write(folder.resolve("good.tif"));
        var strip =
                aStrip(Sensor.S1)
                        .patches(bit(0, 0), bit(0, 1), bit(0, 2))
                        .granule("bad", 5, bits(bit(0, 0), bit(0, 1)), assets)
                        .granule(
                                "good",
                                0,
                                bits(bit(0, 1), bit(0, 2)),
                                asset(Sensor.S1, "good.tif", "VV", "VH"))
                        .build();
        var options =
                CutOptions.defaults(folder.toUri().toString(), List.of("B04"), List.of("VV", "VH"));
        try (var cutter = new PatchCutter(options)) {
            return cutter.cut(strip);
        }
    }

    private static void assertRejected(Cut cut, RejectReason reason, String... saying) {
        assertThat(cut.outcomes())
                .extracting(PatchOutcome::getKind)
                .containsExactly(OutcomeKind.REJECTED, OutcomeKind.REJECTED, OutcomeKind.CUT);
        assertThat(cut.rejects()).hasSize(1);
        var reject = cut.rejects().get(0);
        assertThat(reject.getReason()).isEqualTo(reason);
        assertThat(reject.getSubject()).isEqualTo("bad");
        assertThat(reject.getStep()).isEqualTo("cut-into-patches");
        assertThat(reject.getId()).startsWith("cut-into-patches|bad|" + reason + "|");
        assertThat(reject.getOrigin().getOffset()).isEqualTo(5);
        assertThat(reject.getMessage()).contains("granule bad", "expected").contains(saying);
        assertThat(cut.outcomes().get(0).getReason()).contains(reason.name(), "granule bad");
    }

    private Cut cutWithFile(byte[] bytes) throws IOException {
        Files.write(folder.resolve("bad.tif"), bytes);
        return cutWith(asset(Sensor.S1, "bad.tif", "VV", "VH"));
    }

    @Test
    void missingBandIsNamed() {
        sound().write(folder.resolve("vv.tif"));

        assertRejected(
                cutWith(asset(Sensor.S1, "vv.tif", "VV")),
                RejectReason.BAND_MISSING,
                "band VH is in no asset (expected: [VV, VH], or model.missing-bands: mean)");
    }

    @Test
    void allMissingBandsAreNamed() {
        assertRejected(
                cutWith(asset(Sensor.S1, "hh.tif", "HH")),
                RejectReason.BAND_MISSING,
                "bands VV, VH are in no asset");
    }

    @Test
    void missingFileIsNamed() {
        assertRejected(
                cutWith(asset(Sensor.S1, "nowhere.tif", "VV", "VH")),
                RejectReason.ASSET_MISSING,
                "nowhere.tif",
                "no such file");
    }

    @Test
    void remoteFilesAreNotRead() {
        assertRejected(
                cutWith(asset(Sensor.S1, "https://example.org/a.tif", "VV", "VH")),
                RejectReason.ASSET_MISSING,
                "https");
    }

    @Test
    void truncatedFileIsKnownBeforeAPatchIsCut() throws IOException {
        var bytes = sound().compression(8).bytes();
        // the writer puts the directory last, so cutting the file cuts the directory
        assertRejected(
                cutWithFile(Arrays.copyOf(bytes, bytes.length / 2)),
                RejectReason.ASSET_UNREADABLE,
                "bad.tif");
        var offsets = new double[8];
        Arrays.fill(offsets, 1_000_000);
        assertRejected(
                cutWithFile(sound().tag(273, offsets).bytes()),
                RejectReason.ASSET_UNREADABLE,
                "truncated");
    }

    @Test
    void errorPageNamedTifAndEmptyFileAreRefused() throws IOException {
        assertRejected(
                cutWithFile("<html>404</html>".getBytes(StandardCharsets.UTF_8)),
                RejectReason.ASSET_UNREADABLE,
                "<html>404</html>");
        assertRejected(cutWithFile(new byte[0]), RejectReason.ASSET_UNREADABLE, "0 bytes");
    }

    @Test
    void unknownCompressionIsNamed() throws IOException {
        assertRejected(
                cutWithFile(sound().tag(259, 34887).bytes()),
                RejectReason.ASSET_UNREADABLE,
                "LERC");
    }

    @Test
    void rasterWithoutAPlaceOrInAnotherSystemThanTheItemSaysIsRefused() throws IOException {
        assertRejected(
                cutWithFile(aTiff(120, 120).band(p -> 1).band(p -> 1).bytes()),
                RejectReason.GRID_UNSUPPORTED,
                "georeference");
        sound().write(folder.resolve("bad.tif"));
        var asset = asset(Sensor.S1, "bad.tif", "VV", "VH");
        asset.setEpsg(32632);
        assertRejected(cutWith(asset), RejectReason.GRID_UNSUPPORTED, "EPSG:32633", "EPSG:32632");
        assertRejected(
                cutWithFile(sound().at(39999, Strips.ULX, Strips.ULY, 10).bytes()),
                RejectReason.GRID_UNSUPPORTED,
                "EPSG:39999");
    }

    @Test
    void backscatterOfAnUnknownUnitIsRefused() {
        sound().write(folder.resolve("bad.tif"));
        var asset = asset(Sensor.S1, "bad.tif", "VV", "VH");
        asset.setUnit("furlong");

        assertRejected(
                cutWith(asset),
                RejectReason.ASSET_UNREADABLE,
                "furlong",
                "linear, dB or amplitude");
    }

    @Test
    void damagedBlockRejectsOnlyThePatchesThatNeedIt() throws IOException {
        // tiles of 128 pixels: patch 0 needs the first, patch 1 both; the second is damaged
        var bytes = sound().compression(8).tiled(128).band(p -> p).bytes();
        bytes[secondTile(bytes) + 4] ^= 0x55;
        Files.write(folder.resolve("bad.tif"), bytes);

        var cut = cutWith(asset(Sensor.S1, "bad.tif", "VV", "VH"));

        // patch 1 is complete from the earlier, sound granule
        assertThat(cut.outcomes())
                .extracting(PatchOutcome::getKind)
                .containsExactly(OutcomeKind.CUT, OutcomeKind.CUT, OutcomeKind.CUT);
        var late =
                aStrip(Sensor.S1)
                        .patches(bit(0, 0), bit(0, 1))
                        .granule(
                                "bad",
                                0,
                                bits(bit(0, 0), bit(0, 1)),
                                asset(Sensor.S1, "bad.tif", "VV", "VH"))
                        .build();
        try (var cutter =
                new PatchCutter(
                        CutOptions.defaults(
                                folder.toString(), List.of("B04"), List.of("VV", "VH")))) {
            var alone = cutter.cut(late);
            assertThat(alone.outcomes())
                    .extracting(PatchOutcome::getKind)
                    .containsExactly(OutcomeKind.CUT, OutcomeKind.REJECTED);
            assertThat(alone.rejects())
                    .singleElement()
                    .matches(r -> r.getMessage().contains("block 1"));
        }
    }

    /** Where the second zlib stream begins: with 78 9C, as the first one does after the header. */
    private static int secondTile(byte[] bytes) {
        for (int i = 10; i < bytes.length - 1; i++) {
            if (bytes[i] == 0x78 && bytes[i + 1] == (byte) 0x9c) {
                return i;
            }
        }
        throw new AssertionError("no second tile");
    }
}
