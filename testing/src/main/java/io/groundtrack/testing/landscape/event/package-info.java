/** What happens to the ground, where and when: the truth that alerts are held against. */
package io.groundtrack.testing.landscape.event;
