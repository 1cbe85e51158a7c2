/**
 * Media sessions: relays what the parties of a direct call tell each other about their connection,
 * and hands out STUN and TURN servers. Answers the contracts with the prefix {@code media.}.
 */
package io.carillon.media;
