package io.groundtrack.job.sameness;

/**
 * What a life of the job runs on.
 *
 * @param parallelism of all its steps
 * @param backend of its state: hashmap or rocksdb
 */
record Engine(int parallelism, String backend) {

    static final String HEAP = "hashmap";
    static final String ROCKSDB = "rocksdb";

    static Engine heap(int parallelism) {
        return new Engine(parallelism, HEAP);
    }

    static Engine rocksDb(int parallelism) {
        return new Engine(parallelism, ROCKSDB);
    }
}
