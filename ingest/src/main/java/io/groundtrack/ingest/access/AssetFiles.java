package io.groundtrack.ingest.access;

import io.groundtrack.ingest.access.SharedRemoteFile.Shared;
import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import io.groundtrack.ingest.raster.RasterFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The files of assets: href → open file, local or remote, where the operator allows it.
 *
 * <p>Taken: paths and {@code file:} URIs below the allowed roots, {@code http(s)://} on allowed
 * hosts, {@code s3://} of allowed buckets. Anything else is refused by name.
 *
 * <p>State: heads of remote files for half a minute, and the budget of bytes asked for ahead.
 * Thread safe. Errors: {@link RasterException} with {@link Problem#ABSENT} for what may not or
 * cannot be had, {@link UnreachableException}; {@link IllegalArgumentException} when made, for a
 * file of credentials that cannot be used.
 */
public final class AssetFiles implements Closeable {

    private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]+):.*");

    private final LocalRoots local;
    private final AccessCounters counters = new AccessCounters();
    private final S3Store store;
    private final RangeFetcher fetcher;
    private final HttpRasterFile.Opening opening;
    private final HeadCache heads = new HeadCache();
    private final Map<URI, Shared> open = new HashMap<>();

    private static final Map<AccessOptions, AssetFiles> PROCESS = new HashMap<>();
    private int holders;

    /**
     * The files of the process with these options, shared by its subtasks; each call asks for one
     * {@link #close()}.
     */
    public static AssetFiles acquire(AccessOptions options) {
        synchronized (PROCESS) {
            var files = PROCESS.computeIfAbsent(options, AssetFiles::new);
            files.holders++;
            return files;
        }
    }

    /** Fails where what {@code options} name on this machine cannot be used: secrets above all. */
    public static void requireUsable(AccessOptions options) {
        new AssetFiles(options);
    }

    /** Gives back what {@link #acquire} gave; files that are open stay so. */
    @Override
    public void close() {
        synchronized (PROCESS) {
            if (holders > 0 && --holders == 0) {
                PROCESS.values().remove(this);
            }
        }
    }

    /** The files that {@code options} allow, shared with nobody. */
    public AssetFiles(AccessOptions options) {
        this(options, InetAddress::getAllByName, new Backoff());
    }

    AssetFiles(AccessOptions options, RemotePolicy.Resolver resolver, Backoff backoff) {
        this.local = new LocalRoots(options.base(), options.allowedRoots());
        var hosts = AllowedHosts.of(options.allowedHosts());
        var networks = Networks.of(options.allowedNetworks());
        var credentials = Credentials.of(options.credentials());
        var limits = options.http();
        this.store = new S3Store(options.s3(), hosts, credentials);
        this.fetcher =
                new RangeFetcher(
                        new RedirectingClient(
                                new RemotePolicy(hosts, networks, resolver),
                                credentials,
                                store,
                                new HttpTransport(limits, counters)),
                        limits,
                        options.unreachable(),
                        backoff,
                        counters);
        this.opening =
                new HttpRasterFile.Opening(
                        fetcher,
                        RequestLanes.shared(limits.inFlight(), limits.inFlightPerHost()),
                        new AtomicLong(limits.prefetchBytes()),
                        limits);
    }

    /** Opens the file of an asset; of a remote one the head is read. */
    public RasterFile open(String href) throws IOException {
        if (href.isBlank()) {
            throw new RasterException(Problem.ABSENT, "(empty href)", "expected: a file");
        }
        return isRemote(href) ? remote(address(href)) : RasterFile.open(local.resolve(href));
    }

    /** Asks for the heads of remote files, all at once, so that opening them waits once. */
    public void prepare(Collection<String> hrefs) {
        for (var href : hrefs) {
            try {
                if (isRemote(href)) {
                    var file = address(href);
                    if (!heads.knows(file.uri())) {
                        heads.put(file.uri(), ask(file));
                    }
                }
            } catch (RasterException e) {
                // whoever opens it is told
                continue;
            }
        }
    }

    /** What reading over the network has cost. */
    public AccessCounters counters() {
        return counters;
    }

    private static boolean isRemote(String href) throws RasterException {
        var scheme = SCHEME.matcher(href);
        if (!scheme.matches() || LocalRoots.isFileUri(href)) {
            return false;
        }
        return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
            case "http", "https", "s3" -> true;
            default ->
                    throw new RasterException(
                            Problem.ABSENT,
                            SafeName.of(href),
                            "scheme "
                                    + SafeName.printable(scheme.group(1))
                                    + " is not read (expected: a local file, https or s3)");
        };
    }

    private RemoteAddress address(String href) throws RasterException {
        if (href.regionMatches(true, 0, "s3://", 0, 5)) {
            return store.address(href);
        }
        var name = SafeName.of(href);
        try {
            int fragment = href.indexOf('#');
            return new RemoteAddress(
                    name, new URI(fragment < 0 ? href : href.substring(0, fragment)), false);
        } catch (URISyntaxException e) {
            throw new RasterException(
                    Problem.ABSENT, name, "is no address (expected: https://host/path)");
        }
    }

    private Future<RemoteHead> ask(RemoteAddress file) {
        return opening.lanes().submit(lane(file), () -> fetcher.head(file));
    }

    static String lane(RemoteAddress file) {
        return String.valueOf(file.uri().getAuthority());
    }

    private RasterFile remote(RemoteAddress file) throws IOException {
        var taken =
                heads.take(file.uri())
                        .orElseGet(
                                () -> {
                                    heads.put(file.uri(), ask(file));
                                    return heads.take(file.uri()).orElseThrow();
                                });
        try {
            return shared(file, await(taken.head()), taken.first());
        } catch (IOException e) {
            heads.forget(file.uri());
            throw e;
        }
    }

    private RasterFile shared(RemoteAddress file, RemoteHead head, boolean first) {
        Runnable forget = () -> heads.forget(file.uri());
        boolean telling = head.validator().isKnown();
        if (!telling || head.isWhole() && head.size() > RemoteHead.BYTES) {
            // of nobody knows which content, or as large as a file may be: not for keeping
            forget.run();
        }
        synchronized (open) {
            open.values().removeIf(shared -> !shared.isHeld());
            var known = open.get(file.uri());
            if (telling && known != null && known.isOf(head)) {
                return new SharedRemoteFile(known, first);
            }
            var made = new Shared(new HttpRasterFile(file, head, opening), forget);
            if (telling) {
                open.put(file.uri(), made);
            }
            return new SharedRemoteFile(made, first);
        }
    }

    static <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a remote file was read");
        } catch (CancellationException e) {
            throw new InterruptedIOException("closed while it was read");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("a remote file", e.getCause());
        }
    }
}
