/**
 * Measurements that are ratios: every figure is taken beside what it is compared with, in one run
 * on one machine, in turns.
 *
 * <p>{@link io.groundtrack.bench.ModelBench} is the command. {@code rounds} lets contestants take
 * turns and judges ratios; {@code models} are our encoders and the matrix product of the same
 * engine; {@code peer} is PyTorch in a process of its own; {@code report} keeps results and says
 * which goals they meet.
 */
package io.groundtrack.bench;
