package io.groundtrack.sinks.completeness;

import io.groundtrack.schemas.LedgerVersion;
import io.groundtrack.schemas.Sensor;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * The answer.
 *
 * @param done true when nothing that was announced is still to come
 * @param announced notices on the topics
 * @param accounted notices whose fate the ledger tells
 * @param putAside of these: ignored and rejected, by status
 * @param stops where it stopped; empty when done
 * @param granules products that were asked about, by key
 * @param passes passes that were asked about, by tile and time
 * @param probablyMissed passes that an orbit should have delivered
 */
public record Report(
        boolean done,
        long announced,
        long accounted,
        SortedMap<String, Integer> putAside,
        List<Stop> stops,
        List<GranuleReport> granules,
        List<PassReport> passes,
        List<Missed> probablyMissed) {

    /**
     * Where something stopped.
     *
     * @param step uid of the step that has not said its last word
     * @param subject product, pass or notices
     * @param count how many things are missing
     * @param what in words
     */
    public record Stop(String step, String subject, long count, String what) {}

    /**
     * One product in all its versions.
     *
     * @param product its identity
     * @param granuleId Item of the version that lives; empty when it is gone
     * @param status live or gone
     * @param passes what it has a share in
     * @param versions every version that was announced
     * @param sensed sensing start
     * @param announced CloudEvents time of the notice that counts
     * @param read when it was resolved (processing time)
     * @param tooLate tiles that it came too late for
     */
    public record GranuleReport(
            String product,
            String granuleId,
            String status,
            List<String> passes,
            List<LedgerVersion> versions,
            Instant sensed,
            Instant announced,
            Instant read,
            List<String> tooLate) {}

    /**
     * One pass over one tile.
     *
     * @param pass its id
     * @param tile its tile
     * @param sensor its instrument
     * @param status live or gone
     * @param granules Items it is made of
     * @param partner how it stands with the other sensor, in words
     * @param partnerPass its S1 pass; empty where it has none
     * @param expected patches it covers
     * @param embedded of these
     * @param gated of these, by reason
     * @param rejected of these, by reason
     * @param classified embedded patches that a classification rests on
     * @param alerts alerts that rest on a look of this pass, by state
     * @param sensed earliest sensing start (event time)
     * @param announced first notice of a granule of it (event time)
     * @param read when the last of its granules was resolved (processing time)
     * @param taken when its tile told it as it stands (processing time)
     * @param paired when its pair was told as it stands (processing time)
     * @param cut when the last of its patches was told (processing time)
     * @param classifiedAt when the last of its patches was classified (processing time)
     * @param alerted first alert that rests on it and still stands as written then (processing
     *     time)
     */
    public record PassReport(
            String pass,
            String tile,
            Sensor sensor,
            String status,
            List<String> granules,
            String partner,
            String partnerPass,
            int expected,
            int embedded,
            SortedMap<String, Integer> gated,
            SortedMap<String, Integer> rejected,
            int classified,
            SortedMap<String, Integer> alerts,
            Instant sensed,
            Instant announced,
            Instant read,
            Instant taken,
            Instant paired,
            Instant cut,
            Instant classifiedAt,
            Instant alerted) {

        /** Patches whose fate is told. */
        public int cutPatches() {
            return embedded + sum(gated) + sum(rejected);
        }
    }

    /**
     * A pass that was probably missed.
     *
     * @param series platform, orbit, tile and kind
     * @param tile its tile
     * @param cycle the cycle it is missing in
     * @param expected about when it should have been sensed
     * @param deliveredBefore in how many of the four cycles before there was one
     */
    public record Missed(
            String series, String tile, long cycle, Instant expected, int deliveredBefore) {}

    /** Whether anything about a product or pass is still to come. */
    public boolean isDone(String subject) {
        return stops.stream().noneMatch(stop -> stop.subject().equals(subject));
    }

    static int sum(SortedMap<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
