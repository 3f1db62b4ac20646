/** The only wiring: the job that says the sentence in code, its inputs and outputs. */
package io.groundtrack.job;
