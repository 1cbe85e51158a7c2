package io.carillon.protocol.contract;

/**
 * How a session stands at its edge.
 *
 * @param present whether it has a socket, or lost it only a moment ago
 */
public record SessionStanding(boolean present) {}
