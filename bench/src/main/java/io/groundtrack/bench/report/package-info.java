/** Results as they are kept, one line of JSON each, and what they say of the goals. */
package io.groundtrack.bench.report;
