package io.groundtrack.job.patches;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;

/**
 * What one source gave to a set of patches.
 *
 * @param source file name of the notices, or seeds of landscapes
 * @param notices notices read; 0 for landscapes
 * @param ignored notices of products that nobody asked for
 * @param s1Passes passes of Sentinel-1
 * @param s2Passes passes of Sentinel-2
 * @param pairs pairs of passes
 * @param paired patches that both passes of a pair touch
 * @param written patches in the set
 * @param gated patches that one of the sensors did not see clearly enough
 * @param rejected patches with a file that cannot be read
 * @param repeated patches that the set had already
 * @param labelled patches written with labels
 * @param rejects bad notices and files by reason
 * @param provenance what the manifest says of this source
 */
public record SourceSummary(
        String source,
        int notices,
        int ignored,
        int s1Passes,
        int s2Passes,
        int pairs,
        int paired,
        int written,
        int gated,
        int rejected,
        int repeated,
        int labelled,
        SortedMap<String, Integer> rejects,
        String provenance) {

    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("source", source);
        json.put("notices", notices);
        json.put("ignored", ignored);
        json.putObject("passes").put("S1", s1Passes).put("S2", s2Passes);
        json.put("pairs", pairs);
        json.putObject("patches")
                .put("paired", paired)
                .put("written", written)
                .put("gated", gated)
                .put("rejected", rejected)
                .put("repeated", repeated)
                .put("labelled", labelled);
        var reasons = json.putObject("rejects");
        rejects.forEach(reasons::put);
        return json;
    }
}
