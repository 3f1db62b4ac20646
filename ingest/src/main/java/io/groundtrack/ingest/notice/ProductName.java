package io.groundtrack.ingest.notice;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a product name says, word by word; what it does not say is empty.
 *
 * <p>Knows the names of ESA ({@code S2A_MSIL2A_…_N0400_R007_T33NZA_…}, {@code S1A_IW_GRDH_1SDV_…}),
 * of OPERA ({@code OPERA_L2_RTC-S1_T137-292318-IW1_…_S1A_30_v1.0}), their cut-down forms in
 * archives ({@code S2B_MSIL2A_20170924T93020_69_24}), and the short ones of catalogues ({@code
 * S2A_29RKH_20200219_0_L2A}). Sources: ESA product naming conventions; OPERA RTC-S1 product
 * specification.
 *
 * @param text the name, without the suffix of its file
 * @param platform e.g. sentinel-2a
 * @param level S2: L1C or L2A; others as they are
 * @param mode S1: IW, EW, SM, WV
 * @param productType S1: GRD, SLC, OCN, RAW, ETA, RTC
 * @param polarization S1: two letters, DV, DH, SV, SH, VV …
 * @param start S2: datatake start; S1: sensing start
 * @param absoluteOrbit S1
 * @param relativeOrbit S2, OPERA
 * @param tile S2: the MGRS square
 * @param baseline S2: four digits; N9999 (made by the user, not by the agency) says nothing
 * @param generation when the product was made
 * @param part OPERA: the burst
 */
record ProductName(
        String text,
        Optional<String> platform,
        Optional<String> level,
        Optional<String> mode,
        Optional<String> productType,
        Optional<String> polarization,
        Optional<Instant> start,
        Optional<Integer> absoluteOrbit,
        Optional<Integer> relativeOrbit,
        Optional<String> tile,
        Optional<String> baseline,
        Optional<Instant> generation,
        Optional<String> part) {

    private static final Pattern PLATFORM = Pattern.compile("S([12])([A-D])");
    private static final Pattern TIME = Pattern.compile("(\\d{8})T(\\d{5,6})Z?");
    private static final Pattern BASELINE = Pattern.compile("N(\\d{4})");
    private static final Pattern ORBIT = Pattern.compile("R(\\d{3})");
    private static final Pattern TILE =
            Pattern.compile("T?(\\d{2}[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V])");
    private static final Pattern S1_TYPE =
            Pattern.compile("(GRD|SLC|OCN|RAW|ETA|AUX|RTC)[FHM]?(?:-S1)?");
    private static final Pattern S1_POLARIZATION = Pattern.compile("\\d[SA]([SD][HV]|[HV]{2})");
    private static final Pattern BURST = Pattern.compile("T(\\d{3})-\\d+-(IW|EW)\\d");
    private static final Pattern ABSOLUTE = Pattern.compile("\\d{6}");
    private static final Pattern WHOLE =
            Pattern.compile(
                    "S2[A-D]_MSIL\\w{2}_\\d{8}T\\d{6}_N\\d{4}_R\\d{3}_T\\w{5}_\\d{8}T\\d{6}"
                            + "|S1[A-D]_\\w{2}_\\w{4}_\\w{4}_\\d{8}T\\d{6}_\\d{8}T\\d{6}_\\d{6}"
                            + "_[0-9A-F]{6}_[0-9A-F]{4}(_COG)?");
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    static ProductName of(String name) {
        var words = new Words();
        var text = name.replaceFirst("(?i)\\.zip$", "").replaceFirst("(?i)\\.(SAFE|tif)$", "");
        var all = text.split("_");
        for (var i = 0; i < all.length; i++) {
            words.take(all[i], i);
        }
        return words.product(text);
    }

    /** Whether it is the name of a whole product, to its last letter. */
    boolean whole() {
        return WHOLE.matcher(text).matches();
    }

    static Optional<Instant> compactTime(String word) {
        var match = TIME.matcher(word);
        if (!match.matches()) {
            return Optional.empty();
        }
        // archives drop the leading zero of the hour
        var clock = match.group(2).length() == 5 ? "0" + match.group(2) : match.group(2);
        try {
            return Optional.of(
                    LocalDateTime.parse(match.group(1) + "T" + clock, COMPACT)
                            .toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static final class Words {
        private String platform;
        private String level;
        private boolean datatakeName;
        private String mode;
        private String productType;
        private String polarization;
        private Integer absoluteOrbit;
        private Integer relativeOrbit;
        private String tile;
        private String baseline;
        private String part;
        private final ArrayList<Instant> times = new ArrayList<>();

        void take(String word, int place) {
            var platforms = PLATFORM.matcher(word);
            var types = S1_TYPE.matcher(word.toUpperCase(Locale.ROOT));
            var polarizations = S1_POLARIZATION.matcher(word);
            var bursts = BURST.matcher(word);
            var tiles = TILE.matcher(word);
            var baselines = BASELINE.matcher(word);
            var orbits = ORBIT.matcher(word);
            var time = compactTime(word);
            if (platforms.matches()) {
                platform = "sentinel-" + word.substring(1).toLowerCase(Locale.ROOT);
            } else if (word.matches("MSIL[0-3][A-C_]?")) {
                level = word.substring(3);
                // the old names (S2A_OPER_PRD_MSIL1C_…) begin with the generation time
                datatakeName = place == 1;
            } else if (word.matches("L(1C|2A)")) {
                level = word;
            } else if (word.matches("IW|EW|WV|S[1-6]") && mode == null) {
                mode = word.startsWith("S") ? "SM" : word;
            } else if (types.matches()) {
                // a trailing _rtc says what was made of the GRD before it
                productType = types.group(1);
            } else if (polarizations.matches()) {
                polarization = polarizations.group(1);
            } else if (bursts.matches()) {
                relativeOrbit = Integer.valueOf(bursts.group(1));
                mode = bursts.group(2);
                part = word;
            } else if (time.isPresent()) {
                times.add(time.get());
            } else if (tiles.matches()) {
                tile = tiles.group(1);
            } else if (baselines.matches()) {
                baseline = baselines.group(1);
            } else if (orbits.matches()) {
                relativeOrbit = Integer.valueOf(orbits.group(1));
            } else if (ABSOLUTE.matcher(word).matches() && absoluteOrbit == null) {
                absoluteOrbit = Integer.valueOf(word);
            }
        }

        ProductName product(String text) {
            var optical = platform != null && platform.startsWith("sentinel-2");
            // other forms of names carry other times than these
            var startKnown = !times.isEmpty() && (optical ? datatakeName : mode != null);
            var generationKnown = times.size() > 1 && (optical ? datatakeName : part != null);
            return new ProductName(
                    text,
                    Optional.ofNullable(platform),
                    Optional.ofNullable(level),
                    Optional.ofNullable(mode),
                    Optional.ofNullable(productType),
                    Optional.ofNullable(polarization),
                    startKnown ? Optional.of(times.get(0)) : Optional.empty(),
                    Optional.ofNullable(optical ? null : absoluteOrbit),
                    Optional.ofNullable(relativeOrbit),
                    Optional.ofNullable(optical ? tile : null),
                    Optional.ofNullable(baseline),
                    generationKnown ? Optional.of(times.get(1)) : Optional.empty(),
                    Optional.ofNullable(part));
        }
    }
}
