/**
 * Where are the bytes of an asset, may we read them, and how?
 *
 * <p>in: href of an asset → out: an open {@link io.groundtrack.ingest.raster.RasterFile} ({@link
 * io.groundtrack.ingest.access.AssetFiles}), local or read by ranges over HTTP(S) and S3. Hrefs
 * come from outside and are hostile: local ones have to lie under allowed roots, remote ones on
 * allowed hosts whose addresses are public or in allowed networks, at every redirect again.
 *
 * <p>Errors: {@link io.groundtrack.ingest.raster.RasterException} for what is wrong with an asset
 * (refused, absent, damaged, changed while it was read); {@link
 * io.groundtrack.ingest.access.UnreachableException} for a host that does not answer, so that the
 * job restarts and nothing is lost, unless {@code assets.unreachable: reject}.
 *
 * <p>State: connections and threads of the process, released when idle; heads of files for half a
 * minute. Secrets are read where the bytes are read, stay in memory, and are in no message, log or
 * job graph. What a name resolves to is checked before each request: plain http then goes to the
 * checked address itself, https to the name, whose certificate no other host has; see {@link
 * io.groundtrack.ingest.access.RemotePolicy}.
 *
 * <p>Source: RFC 9110 (ranges, conditions, retries), RFC 6890 (special addresses), AWS Signature
 * Version 4.
 */
package io.groundtrack.ingest.access;
