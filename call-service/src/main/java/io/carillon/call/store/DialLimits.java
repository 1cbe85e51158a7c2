package io.carillon.call.store;

/**
 * How many invitations a user may send a minute; a third of it at once.
 *
 * @param perUser to all others together
 * @param perPair to one of them
 */
public record DialLimits(int perUser, int perPair) {}
