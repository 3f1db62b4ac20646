package io.groundtrack.operators.change;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A store in memory that counts what is asked of it. */
final class MemoryStore implements HistoryStore {

    final Map<String, byte[]> looks = new HashMap<>();
    final Map<Long, byte[]> pages = new HashMap<>();
    final Map<String, byte[]> folds = new HashMap<>();
    final Set<String> touched = new HashSet<>();
    byte[] head;
    long bytes;

    @Override
    public byte[] head() {
        bytes += head == null ? 0 : head.length;
        return head;
    }

    @Override
    public void head(byte[] value) {
        bytes += value.length;
        head = value;
    }

    @Override
    public byte[] look(String passId) {
        return get(looks, passId);
    }

    @Override
    public void look(String passId, byte[] value) {
        put(looks, passId, value);
    }

    @Override
    public byte[] page(long page) {
        return get(pages, page);
    }

    @Override
    public void page(long page, byte[] value) {
        put(pages, page, value);
    }

    @Override
    public byte[] fold(String name) {
        return get(folds, name);
    }

    @Override
    public void fold(String name, byte[] value) {
        put(folds, name, value);
    }

    private <K> byte[] get(Map<K, byte[]> of, K key) {
        var value = of.get(key);
        if (value != null) {
            touched.add(key.toString());
            bytes += value.length;
        }
        return value;
    }

    private <K> void put(Map<K, byte[]> of, K key, byte[] value) {
        touched.add(key.toString());
        if (value == null) {
            of.remove(key);
        } else {
            bytes += value.length;
            of.put(key, value);
        }
    }

    /** Bytes of all that is kept, keys not counted. */
    long size() {
        long size = head == null ? 0 : head.length;
        for (var of : new Map<?, ?>[] {looks, pages, folds}) {
            for (var value : of.values()) {
                size += ((byte[]) value).length;
            }
        }
        return size;
    }
}
