package io.groundtrack.job.patches;

import io.groundtrack.model.patches.PatchAttributes;
import io.groundtrack.model.patches.PatchExample;

/** One patch to train on, with what is known of it. */
record Taken(PatchExample example, PatchAttributes attributes) {}
