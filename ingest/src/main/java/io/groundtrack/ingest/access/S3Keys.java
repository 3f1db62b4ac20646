package io.groundtrack.ingest.access;

/** Where the keys are that S3 requests are signed with. */
public enum S3Keys {
    /** Nowhere: requests are not signed. */
    ANONYMOUS,
    /** In the file of {@code assets.credentials}, under the host of the endpoint. */
    CREDENTIALS,
    /**
     * In AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of the process that reads.
     */
    ENVIRONMENT
}
