package io.carillon.runtime.media;

/**
 * What an adapter says of the videobridges that it looks after. A value of the {@code bridges} map.
 *
 * @param adapter the name of its node
 * @param configured how many it is to use
 * @param usable how many of them take new conferences at the moment
 * @param at when it said so on its own clock, milliseconds since the epoch: tells a report from the
 *     one before it, and is compared with nobody else's time
 */
public record BridgeReport(String adapter, int configured, int usable, long at) {}
