package io.carillon.protocol.event;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** The {@code data} of an event. */
public sealed interface Event permits SessionEvent, CallEvent, MediaEvent, PresenceEvent {
  /** The {@code type} on the wire. */
  @JsonIgnore
  default String type() {
    return EventType.of(this).wireName();
  }
}
