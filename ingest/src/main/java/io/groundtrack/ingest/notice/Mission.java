package io.groundtrack.ingest.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whose satellite an Item is about.
 *
 * <p>Asked in this order: constellation, platform, the product's name, the collection. A
 * well-formed name of another mission is an answer too; none at all is a {@link Refusal}.
 *
 * @param sensor empty for another mission
 * @param name e.g. sentinel-2, landsat
 */
record Mission(Optional<Sensor> sensor, String name) {

    private static final Pattern SENTINEL =
            Pattern.compile("(?i)(?:sentinel|s)[-_ ]?0?([12])(?:st|[-_ ]?([a-d]))?(?:[-_ ].*)?");
    private static final Pattern FOREIGN =
            Pattern.compile(
                    "(?i)(s[356][a-dp]|sentinel[-_ ]?(?:[3-6].*)|l[cetom]0\\d|landsat.*|env|hls|mod|myd|vnp)(?:[-_. ].*)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9 _./-]{1,63}");
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    static Mission of(StacItem item) {
        return Stream.of(
                        named(item.property("constellation")),
                        named(item.property("platform")),
                        item.fromNames(ProductName::platform).flatMap(Mission::sentinel),
                        sentinel(item.collection()),
                        foreign(item.id()),
                        foreign(item.collection()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        RejectReason.UNKNOWN_CONSTELLATION,
                                        "data.properties.constellation: "
                                                + Refusal.shown(item.property("constellation"))
                                                + ", and neither platform, id nor collection of "
                                                + Refusal.shown(item.id())
                                                + " tell (expected: sentinel-1 or sentinel-2)"));
    }

    /** Lower-case platform name; the mission's where the Item says no more. */
    static String platform(StacItem item, Mission mission) {
        var stated =
                item.text("platform")
                        .map(
                                text -> {
                                    var match = SENTINEL.matcher(text);
                                    return match.matches() && match.group(2) != null
                                            ? "sentinel-"
                                                    + match.group(1)
                                                    + match.group(2).toLowerCase(Locale.ROOT)
                                            : text.toLowerCase(Locale.ROOT).replace(' ', '-');
                                });
        var platform = stated.or(() -> item.fromNames(ProductName::platform)).orElse(mission.name);
        if (!PLATFORM.matcher(platform).matches()) {
            throw StacItem.invalid(
                    "platform", item.property("platform"), "a name such as sentinel-1a");
        }
        return platform;
    }

    private static Optional<Mission> named(JsonNode value) {
        var text = value.isTextual() ? value.textValue().trim() : "";
        return sentinel(text)
                .or(
                        () ->
                                NAME.matcher(text).matches()
                                        ? Optional.of(
                                                new Mission(
                                                        Optional.empty(),
                                                        text.toLowerCase(Locale.ROOT)))
                                        : Optional.empty());
    }

    /** Another mission by the way its products and collections are named. */
    private static Optional<Mission> foreign(String text) {
        var match = FOREIGN.matcher(text);
        return match.matches()
                ? Optional.of(
                        new Mission(Optional.empty(), match.group(1).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    private static Optional<Mission> sentinel(String text) {
        var match = SENTINEL.matcher(text);
        return match.matches()
                ? Optional.of(
                        new Mission(
                                Optional.of(match.group(1).equals("1") ? Sensor.S1 : Sensor.S2),
                                "sentinel-" + match.group(1)))
                : Optional.empty();
    }
}
