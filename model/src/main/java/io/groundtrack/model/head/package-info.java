/** Classes from features: linear heads, their closed-form fit, and the files they are kept in. */
package io.groundtrack.model.head;
