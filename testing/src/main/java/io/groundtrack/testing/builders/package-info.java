/**
 * How does a test say what it is about? In the words of the domain: {@link
 * io.groundtrack.testing.builders.GranuleBuilder#aGranule a granule}, {@link
 * io.groundtrack.testing.builders.NoticeBuilder#aNotice a notice}, {@link
 * io.groundtrack.testing.builders.ObservationBuilder#anObservation an observation}; what a test
 * does not say is filled in sensibly.
 */
package io.groundtrack.testing.builders;
