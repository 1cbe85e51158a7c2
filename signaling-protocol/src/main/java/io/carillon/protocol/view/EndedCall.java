package io.carillon.protocol.view;

import io.carillon.protocol.EndReason;

/** A call that ended within the last five minutes, as {@code hello} lists it. */
public record EndedCall(String callId, EndReason reason) {}
