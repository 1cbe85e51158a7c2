package io.carillon.protocol.view;

import io.carillon.protocol.EndReason;

/**
 * How a call ended.
 *
 * @param by the user who ended it, or null
 * @param durationMs milliseconds from the first answer to the end, 0 if nobody answered
 */
public record CallEnd(EndReason reason, String by, long durationMs) {}
