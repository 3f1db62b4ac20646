package io.groundtrack.ingest.safe;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the metadata of a Sentinel-1 product (GRD, SLC, OCN, RAW): {@code manifest.safe}; {@link
 * Sentinel1Measurements} reads the files that it lists.
 *
 * <p>The four letters at the end of the name are nowhere inside: they come from the folder's name
 * where that fits the manifest.
 */
final class Sentinel1Safe {

    private static final Pattern NAME =
            Pattern.compile(
                    "S1([A-D])_(IW|EW|WV|S[1-6]|EN|RF|N[1-6]|Z[1-6])_[A-Z0-9_]{4}_\\d[SAN][A-Z]{2}_(\\d{8}T\\d{6})_\\d{8}T\\d{6}_(\\d{6})_.*");
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SafeFiles files;
    private final Manifest manifest;
    private final String file;
    private final Set<String> used = new LinkedHashSet<>(List.of(Manifest.NAME));

    Sentinel1Safe(SafeFiles files, Manifest manifest) {
        this.files = files;
        this.manifest = manifest;
        this.file = files.name() + "/" + Manifest.NAME;
    }

    /** Whether the manifest is one of Sentinel-1. */
    static boolean describes(Manifest manifest) {
        return manifest.root()
                .deep("platform")
                .flatMap(p -> p.textAt("familyName"))
                .filter(n -> n.equalsIgnoreCase("SENTINEL-1"))
                .isPresent();
    }

    SafeProduct.Described read() throws IOException {
        var platform = section("platform");
        var number = platform.require("number", "A … D").toUpperCase(Locale.ROOT);
        if (!number.matches("[A-D]")) {
            throw new SafeException(file, "platform/number", number, "A … D");
        }
        var mode = platform.deep("mode").map(XmlElement::text).filter(t -> !t.isBlank());
        if (mode.isEmpty()) {
            throw new SafeException(file, "instrumentMode/mode", "absent", "IW, EW, SM or WV");
        }
        var period = section("acquisitionPeriod");
        var start = time(period, "startTime");
        var stop = time(period, "stopTime");
        if (stop.isBefore(start)) {
            throw new SafeException(file, "stopTime", stop.toString(), "not before " + start);
        }
        var orbit = section("orbitReference");
        var absolute = whole(orbit, "orbitNumber");
        var information =
                manifest.root()
                        .deep("standAloneProductInformation")
                        .orElseGet(() -> manifest.root());
        var type = type(information);
        var draft =
                new ItemDraft(
                        id(number, mode.get(), type, start, stop, absolute, information),
                        "sentinel-1-" + type.toLowerCase(Locale.ROOT));
        var middle = start.plus(Duration.between(start, stop).dividedBy(2));
        draft.put("datetime", middle).put("start_datetime", start).put("end_datetime", stop);
        draft.properties()
                .put("platform", "sentinel-1" + number.toLowerCase(Locale.ROOT))
                .put("constellation", "sentinel-1")
                .put("sar:instrument_mode", mode.get().matches("S[1-6]") ? "SM" : mode.get())
                .put("sar:frequency_band", "C")
                .put("sar:product_type", type);
        draft.properties().putArray("instruments").add("c-sar");
        var polarizations = draft.properties().putArray("sar:polarizations");
        information
                .allDeep("transmitterReceiverPolarisation")
                .forEach(p -> polarizations.add(p.text()));
        if (polarizations.isEmpty()) {
            throw new SafeException(
                    file, "transmitterReceiverPolarisation", "absent", "VV, VH, HH or HV");
        }
        orbitAndSlice(draft, orbit, absolute, information);
        processing(draft);
        footprint(draft);
        used.addAll(
                new Sentinel1Measurements(files, manifest, start, number, mode.get()).addTo(draft));
        return new SafeProduct.Described(draft.build(), used);
    }

    private XmlElement section(String name) throws SafeException {
        return manifest.root()
                .first("metadataSection")
                .flatMap(s -> s.deep(name))
                .orElseThrow(() -> new SafeException(file, name, "absent", "a section of it"));
    }

    private Instant time(XmlElement section, String name) throws SafeException {
        return ItemDraft.time(section.require(name, "a time"), file, name);
    }

    private int whole(XmlElement section, String name) throws SafeException {
        var text = section.require(name, "a whole number");
        if (!text.matches("\\d{1,9}")) {
            throw new SafeException(file, name, text, "a whole number");
        }
        return Integer.parseInt(text);
    }

    /** GRD, SLC, RAW as the manifest says, OCN by the files it lists: its manifest does not. */
    private String type(XmlElement information) throws SafeException {
        var stated =
                information.deep("productType").map(XmlElement::text).filter(t -> !t.isBlank());
        if (stated.isPresent()) {
            return stated.get().toUpperCase(Locale.ROOT);
        }
        var name = files.product().toUpperCase(Locale.ROOT);
        for (var type : List.of("OCN", "RAW", "SLC", "GRD", "ETA")) {
            if (name.contains("_" + type)) {
                return type;
            }
        }
        throw new SafeException(file, "productType", "absent", "GRD, SLC, OCN or RAW");
    }

    private String id(
            String number,
            String mode,
            String type,
            Instant start,
            Instant stop,
            int absolute,
            XmlElement information) {
        var match = NAME.matcher(files.product());
        var begins = COMPACT.format(start);
        if (match.matches()
                && match.group(1).equals(number)
                && match.group(3).equals(begins)
                && Integer.parseInt(match.group(4)) == absolute) {
            return files.product();
        }
        var datatake =
                information
                        .deep("missionDataTakeID")
                        .map(XmlElement::text)
                        .filter(t -> t.matches("\\d{1,9}"))
                        .map(t -> String.format(Locale.ROOT, "%06X", Integer.parseInt(t)))
                        .orElse("000000");
        return String.format(
                Locale.ROOT,
                "S1%s_%s_%s_%s_%s_%06d_%s",
                number,
                mode,
                type,
                begins,
                COMPACT.format(stop),
                absolute,
                datatake);
    }

    private void orbitAndSlice(
            ItemDraft draft, XmlElement orbit, int absolute, XmlElement information)
            throws SafeException {
        draft.whole("sat:absolute_orbit", Optional.of(absolute));
        if (orbit.textAt("relativeOrbitNumber").isPresent()) {
            draft.whole("sat:relative_orbit", Optional.of(whole(orbit, "relativeOrbitNumber")));
        }
        draft.put(
                "sat:orbit_state", orbit.deep("pass").map(p -> p.text().toLowerCase(Locale.ROOT)));
        draft.put(
                "s1:product_identifier",
                Optional.of(files.product()).filter(n -> NAME.matcher(n).matches()));
        draft.put("s1:datatake_id", information.deep("missionDataTakeID").map(XmlElement::text));
        draft.put("s1:product_class", information.deep("productClass").map(XmlElement::text));
        draft.put(
                "s1:product_timeliness",
                information.deep("productTimelinessCategory").map(XmlElement::text));
        draft.put("s1:slice_number", information.deep("sliceNumber").map(XmlElement::text));
        draft.put("s1:total_slices", information.deep("totalSlices").map(XmlElement::text));
    }

    private void processing(ItemDraft draft) throws SafeException {
        var stop =
                manifest.root()
                        .first("metadataSection")
                        .flatMap(s -> s.deep("processing"))
                        .flatMap(p -> p.attribute("stop"));
        if (stop.isPresent()) {
            var made = ItemDraft.time(stop.get(), file, "processing/@stop");
            draft.put("created", made)
                    .put("processing:datetime", made)
                    .put("s1:processing_datetime", made);
        }
        draft.put(
                "processing:version",
                manifest.root().deep("software").flatMap(s -> s.attribute("version")));
    }

    private void footprint(ItemDraft draft) throws SafeException {
        var coordinates =
                manifest.root().first("metadataSection").flatMap(s -> s.deep("coordinates"));
        if (coordinates.isEmpty()) {
            throw new SafeException(file, "footPrint/coordinates", "absent", "the footprint");
        }
        var at = coordinates.get();
        draft.footprint(ItemDraft.numbers(at.text(), file, at.path()), file, at.path());
    }
}
