package io.carillon.call.admin;

/**
 * A token.
 *
 * @param expiresAt milliseconds since the epoch
 */
record IssuedToken(String token, long expiresAt) {}
