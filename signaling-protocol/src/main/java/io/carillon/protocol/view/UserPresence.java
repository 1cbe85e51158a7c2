package io.carillon.protocol.view;

import io.carillon.protocol.PresenceStatus;

/**
 * What others see of a user.
 *
 * @param status never {@code invisible}: such a user is seen as offline
 * @param lastActiveAt milliseconds since the epoch, null where it is not known or not shown
 */
public record UserPresence(String userId, PresenceStatus status, String text, Long lastActiveAt) {}
