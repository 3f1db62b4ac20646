package io.groundtrack.ingest.cutting;

import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import java.util.List;

/** What became of a strip: outcomes in the order of the patches' bits, and rejects. */
public record Cut(List<PatchOutcome> outcomes, List<Reject> rejects) {}
