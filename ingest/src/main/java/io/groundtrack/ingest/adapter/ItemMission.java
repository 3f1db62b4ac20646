package io.groundtrack.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.Sensor;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which topic an Item belongs on.
 *
 * <p>in: STAC Item → out: its sensor; another mission; or not to be told. Asked as the reader of
 * notices asks: constellation, platform, id, collection. A coarse look: the reader decides.
 *
 * @param sensor empty for another mission
 */
record ItemMission(Optional<Sensor> sensor) {

    private static final Pattern SENTINEL =
            Pattern.compile("(?i)(?:sentinel|s)[-_ ]?0?([12])(?:[-_ ]?[a-d])?(?:[-_ ].*)?");
    private static final Pattern OTHER = Pattern.compile("[A-Za-z][A-Za-z0-9 _./-]{1,63}");

    /** Empty where nothing in the Item tells. */
    static Optional<ItemMission> of(JsonNode item) {
        var properties = item.path("properties");
        return stated(properties.path("constellation"))
                .or(() -> stated(properties.path("platform")))
                .or(() -> sentinel(item.path("id")))
                .or(() -> sentinel(properties.path("title")))
                .or(() -> sentinel(item.path("collection")));
    }

    private static Optional<ItemMission> stated(JsonNode value) {
        return sentinel(value)
                .or(
                        () ->
                                OTHER.matcher(value.asText("").trim()).matches()
                                        ? Optional.of(new ItemMission(Optional.empty()))
                                        : Optional.empty());
    }

    private static Optional<ItemMission> sentinel(JsonNode value) {
        var text = value.asText("").trim();
        if (text.length() > 512) {
            return Optional.empty();
        }
        var match = SENTINEL.matcher(text);
        return match.matches()
                ? Optional.of(
                        new ItemMission(
                                Optional.of(match.group(1).equals("1") ? Sensor.S1 : Sensor.S2)))
                : Optional.empty();
    }
}
