/** The door of AWS SNS: new-scene topics, each message checked against its signature. */
package io.groundtrack.ingest.adapter.sns;
