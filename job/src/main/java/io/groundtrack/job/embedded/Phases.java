package io.groundtrack.job.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long each phase of a run took, in seconds, in order. */
public final class Phases {

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = System.nanoTime();

    /** The phase that ends now. */
    public void done(String phase) {
        long now = System.nanoTime();
        seconds.merge(phase, (now - last) / 1e9, Double::sum);
        last = now;
    }

    public Map<String, Double> seconds() {
        var rounded = new LinkedHashMap<String, Double>();
        seconds.forEach((phase, time) -> rounded.put(phase, Math.round(time * 1000) / 1000.0));
        return rounded;
    }
}
