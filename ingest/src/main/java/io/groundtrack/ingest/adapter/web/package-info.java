/** How the doors speak HTTP: asking with patience, and being asked with bounds. */
package io.groundtrack.ingest.adapter.web;
