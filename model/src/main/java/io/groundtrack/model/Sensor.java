package io.groundtrack.model;

/** The two sensors the encoder knows: Sentinel-1 radar (dB) and Sentinel-2 optics. */
public enum Sensor {
    S1,
    S2
}
