/**
 * Did this place change? Every cell of a patch is compared with its own history.
 *
 * <p>{@link io.groundtrack.schemas.PatchOutcome} → {@link io.groundtrack.schemas.Change}, key =
 * patch. Read in this order: {@code SeriesFold} (how unusual a cell looks), {@code Lifecycle} (what
 * runs of unusual looks become), {@code PatchAlerts} (what touching cells make of it), {@code
 * PatchHistory} (why the order of arrival does not matter), {@code TrackChangeFunction} (the step),
 * {@code Calibration} (where thresholds come from). State: the fold over settled looks, the looks
 * within the horizon and the alerts as last told; see {@code TrackChangeFunction}.
 */
package io.groundtrack.operators.change;
