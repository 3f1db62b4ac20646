package io.groundtrack.model.evaluation;

/** What a patch is used for: fitting, choosing (and as a query), or measuring (and as archive). */
enum Part {
    TRAIN,
    VALIDATION,
    TEST
}
