package io.carillon.protocol.contract;

import io.carillon.protocol.Json;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.event.Event;
import java.util.Objects;

/**
 * An event on its way to sessions, encoded once for all of them. The edge adds {@code seq} and
 * {@code ts}.
 */
public record Notice(String type, RawJson data) {
  public Notice {
    Objects.requireNonNull(type);
    Objects.requireNonNull(data);
  }

  /** Encodes an event. */
  public static Notice of(Event event) {
    return new Notice(event.type(), Json.raw(event));
  }
}
