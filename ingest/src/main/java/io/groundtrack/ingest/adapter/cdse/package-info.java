/** The doors of the Copernicus Data Space: its subscriptions, and its OData catalogue. */
package io.groundtrack.ingest.adapter.cdse;
