package io.carillon.protocol.contract;

import java.util.Objects;

/** A notice for one session. The edge answers with a {@link DeliveryOutcome}. */
public record Delivery(String sessionId, Notice notice) {
  public Delivery {
    Objects.requireNonNull(sessionId);
    Objects.requireNonNull(notice);
  }
}
