package io.groundtrack.ingest.access;

import io.groundtrack.ingest.access.MergedRanges.Range;
import io.groundtrack.ingest.raster.RasterFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A remote file, read by ranges of one content: all bytes are of the version that was opened.
 *
 * <p>{@link #prefetch} asks for what will be read, neighbours in one request, several requests at
 * once, and returns; {@link #read} takes from there, or asks by itself. Small reads, as of a
 * directory that lies at the end, are served from pages of 64 KiB.
 *
 * <p>State: what was asked for ahead, bounded by the budget of the process; pages are kept with the
 * head. Thread safe. Errors: {@link io.groundtrack.ingest.raster.RasterException}, {@link
 * UnreachableException}, {@link RangeFetcher.ChangedException}.
 */
final class HttpRasterFile implements RasterFile {

    private static final int PAGE = 64 << 10;
    private static final int SMALL = 8 << 10;

    /** Longest range of one request. */
    static final int MOST = 8 << 20;

    private final RemoteAddress file;
    private final RemoteHead head;
    private final Opening with;
    private final Object identity;
    private final List<Segment> ahead = new ArrayList<>();

    /** What the files of one {@link AssetFiles} share. */
    record Opening(
            RangeFetcher fetcher, RequestLanes lanes, AtomicLong budget, HttpOptions options) {}

    /** A range that was asked for ahead. */
    private static final class Segment {
        private final Range range;
        private final Future<byte[]> bytes;
        private long unread;

        Segment(Range range, Future<byte[]> bytes) {
            this.range = range;
            this.bytes = bytes;
            this.unread = range.asked();
        }
    }

    /** Equal for equal content; without an address, which may hold a signature. */
    private record Identity(String uri, Validator validator, long size) {
        @Override
        public String toString() {
            return "remote file of " + size + " bytes";
        }
    }

    HttpRasterFile(RemoteAddress file, RemoteHead head, Opening with) {
        this.file = file;
        this.head = head;
        this.with = with;
        this.identity =
                head.validator().isKnown()
                        ? new Identity(file.uri().toString(), head.validator(), head.size())
                        : new Object();
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long size() {
        return head.size();
    }

    @Override
    public Object identity() {
        return identity;
    }

    @Override
    public byte[] read(long position, int length, String what) throws IOException {
        if (position < 0 || length < 0 || position > head.size() - length) {
            throw damaged(
                    what
                            + " lies at bytes "
                            + Long.toUnsignedString(position)
                            + " + "
                            + length
                            + " (expected: within the file's "
                            + head.size()
                            + " bytes)");
        }
        if (position + length <= head.bytes().length) {
            int from = (int) position;
            return Arrays.copyOfRange(head.bytes(), from, from + length);
        }
        var fetched = fetchedAhead(position, length);
        if (fetched != null) {
            return fetched;
        }
        return length <= SMALL ? small(position, length) : large(position, length);
    }

    private byte[] fetchedAhead(long position, int length) throws IOException {
        Segment found = null;
        synchronized (ahead) {
            for (var segment : ahead) {
                if (segment.range.holds(position, length)) {
                    found = segment;
                }
            }
        }
        if (found == null) {
            return null;
        }
        var bytes = await(found.bytes);
        int from = (int) (position - found.range.from());
        synchronized (ahead) {
            found.unread -= length;
            if (found.unread <= 0 && ahead.remove(found)) {
                with.budget().addAndGet(found.range.length());
            }
        }
        return from == 0 && length == bytes.length
                ? bytes
                : Arrays.copyOfRange(bytes, from, from + length);
    }

    private byte[] small(long position, int length) throws IOException {
        var into = new byte[length];
        for (int done = 0; done < length; ) {
            long page = (position + done) / PAGE;
            int at = (int) (position + done - page * PAGE);
            int count = Math.min(length - done, PAGE - at);
            System.arraycopy(page(page), at, into, done, count);
            done += count;
        }
        return into;
    }

    private byte[] page(long page) throws IOException {
        var pages = head.pages();
        synchronized (pages) {
            var known = pages.get(page);
            if (known == null) {
                long from = page * PAGE;
                known = large(from, (int) Math.min(PAGE, head.size() - from));
                pages.put(page, known);
            }
            return known;
        }
    }

    private byte[] large(long position, int length) throws IOException {
        var parts = new ArrayList<Future<byte[]>>();
        try {
            for (int from = 0; from < length; from += MOST) {
                parts.add(submit(position + from, Math.min(MOST, length - from)));
            }
            if (parts.size() == 1) {
                return await(parts.get(0));
            }
            var into = new byte[length];
            for (int i = 0; i < parts.size(); i++) {
                var part = await(parts.get(i));
                System.arraycopy(part, 0, into, i * MOST, part.length);
            }
            return into;
        } finally {
            parts.forEach(part -> part.cancel(true));
        }
    }

    @Override
    public void prefetch(long[] positions, int[] lengths) {
        int most = (int) Math.min(MOST, with.options().prefetchBytes());
        synchronized (ahead) {
            var unknown = lengths.clone();
            for (int i = 0; i < unknown.length; i++) {
                long position = positions[i];
                int length = lengths[i];
                if (ahead.stream().anyMatch(s -> s.range.holds(position, length))) {
                    unknown[i] = 0;
                }
            }
            var ranges =
                    MergedRanges.of(
                            positions,
                            unknown,
                            head.bytes().length,
                            head.size(),
                            with.options().mergeGap(),
                            most);
            for (var range : ranges) {
                if (!reserve(range.length())) {
                    return;
                }
                ahead.add(new Segment(range, submit(range.from(), range.length())));
            }
        }
    }

    /** Takes from the budget, at the cost of what nobody came for. */
    private boolean reserve(int bytes) {
        while (true) {
            long left = with.budget().addAndGet(-bytes);
            if (left >= 0) {
                return true;
            }
            with.budget().addAndGet(bytes);
            var idle = ahead.stream().filter(s -> s.unread < s.range.asked()).findFirst();
            if (idle.isEmpty()) {
                return false;
            }
            drop(idle.get());
        }
    }

    private void drop(Segment segment) {
        segment.bytes.cancel(true);
        if (ahead.remove(segment)) {
            with.budget().addAndGet(segment.range.length());
        }
    }

    private Future<byte[]> submit(long from, int length) {
        return with.lanes()
                .submit(
                        AssetFiles.lane(file),
                        () -> with.fetcher().range(file, head, from, length));
    }

    private static byte[] await(Future<byte[]> bytes) throws IOException {
        return AssetFiles.await(bytes);
    }

    /** Whether it is of the content that {@code other} is the head of. */
    boolean isOf(RemoteHead other) {
        return head == other;
    }

    @Override
    public void close() {
        synchronized (ahead) {
            List.copyOf(ahead).forEach(this::drop);
        }
    }
}
