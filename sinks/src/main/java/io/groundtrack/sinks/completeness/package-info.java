/**
 * Answers "is it done, and if not, where did it stop?" from the ledger: pure functions over what
 * stands on the output topics or in the files of a replay.
 */
package io.groundtrack.sinks.completeness;
