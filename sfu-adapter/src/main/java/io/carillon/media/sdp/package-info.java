/**
 * Session descriptions as WebRTC uses them (RFC 8866): a reader that trusts nothing, and a writer.
 * Knows what a line is, and not what it means in a conference.
 */
package io.carillon.media.sdp;
