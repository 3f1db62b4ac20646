package io.groundtrack.operators.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs that belong together: of touching cells (eight neighbours) or the same cell, and alive at
 * the same time.
 *
 * <p>in: runs of one patch → out: connected groups. A run lives from its first look until it is
 * finished. So a cell that has finished stays with the alert it belongs to while neighbours go on,
 * and a run that begins after all of that makes a group of its own.
 */
final class RunGroups {

    /** A connected set of runs. */
    record Group(List<Run> runs) {}

    private RunGroups() {}

    static List<Group> of(List<Run> runs, int grid) {
        var groupOf = new int[runs.size()];
        Arrays.fill(groupOf, -1);
        var groups = new ArrayList<Group>();
        var next = new ArrayList<Integer>();
        for (int start = 0; start < groupOf.length; start++) {
            if (groupOf[start] >= 0) {
                continue;
            }
            var members = new ArrayList<Run>();
            groupOf[start] = groups.size();
            next.add(start);
            while (!next.isEmpty()) {
                var run = runs.get(next.remove(next.size() - 1));
                members.add(run);
                for (int i = 0; i < groupOf.length; i++) {
                    if (groupOf[i] < 0 && meet(run, runs.get(i), grid)) {
                        groupOf[i] = groups.size();
                        next.add(i);
                    }
                }
            }
            groups.add(new Group(members));
        }
        return groups;
    }

    /** Whether two runs are of the same or touching cells and alive at the same time. */
    static boolean meet(Run one, Run other, int grid) {
        return Math.abs(one.cell / grid - other.cell / grid) <= 1
                && Math.abs(one.cell % grid - other.cell % grid) <= 1
                && one.first <= end(other)
                && other.first <= end(one);
    }

    private static long end(Run run) {
        return run.isFinished() ? run.finishedAt : Long.MAX_VALUE;
    }
}
