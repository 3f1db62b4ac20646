/** XML from outside. */
package io.groundtrack.ingest.xml;
