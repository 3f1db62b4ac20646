package io.groundtrack.ingest.hostile;

import io.groundtrack.ingest.notice.Understood;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Main class of a JVM with little memory that reads mutated notices: how many is its argument.
 *
 * <p>Ends with a line of counts, or with the first notice that makes anything but one of the three
 * answers, or takes longer than {@value #SLOWEST_MILLIS} ms.
 */
final class MutatedNotices {

    static final int SLOWEST_MILLIS = 5_000;

    private static final long SEED = 20_260_306;

    private MutatedNotices() {}

    public static void main(String[] args) throws Exception {
        var mutations = new NoticeMutations(NoticeSeeds.all());
        var trial = new NoticeTrial();
        int most = Integer.parseInt(args[0]);
        int rejected = 0;
        int taken = 0;
        long slowest = 0;
        long bytes = 0;
        for (int number = 0; number < most; number++) {
            var notice = mutations.mutation(new Random(SEED + number));
            try {
                var spent = trial.read(notice);
                rejected += spent.understood() instanceof Understood.Rejected ? 1 : 0;
                taken += spent.understood() instanceof Understood.Taken ? 1 : 0;
                slowest = Math.max(slowest, spent.millis());
                bytes = Math.max(bytes, spent.bytes());
                if (spent.millis() > SLOWEST_MILLIS) {
                    throw new AssertionError(spent.millis() + " ms");
                }
            } catch (RuntimeException | Error e) {
                var text = new String(notice, StandardCharsets.UTF_8);
                System.out.println("notice " + number + ": " + text);
                e.printStackTrace(System.out);
                System.exit(1);
            }
        }
        System.out.printf(
                "taken %d, rejected %d, ignored %d, slowest %d ms, most %d KiB%n",
                taken, rejected, most - taken - rejected, slowest, bytes >> 10);
    }
}
