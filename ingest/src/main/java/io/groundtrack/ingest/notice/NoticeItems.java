package io.groundtrack.ingest.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.Sensor;
import java.util.Optional;

/** What a door must know of an Item before it can send it on. */
public final class NoticeItems {

    private NoticeItems() {}

    /**
     * The instrument family of a STAC Item; empty for another mission.
     *
     * @throws IllegalArgumentException where it is no STAC Item, or does not tell its mission
     */
    public static Optional<Sensor> sensor(JsonNode item) {
        return Mission.of(StacItem.of(item)).sensor();
    }
}
