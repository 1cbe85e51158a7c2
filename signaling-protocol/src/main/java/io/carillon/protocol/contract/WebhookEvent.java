package io.carillon.protocol.contract;

import io.carillon.protocol.RawJson;
import java.util.Objects;

/**
 * Something that an app's backend may want to know, on its way into the queue of webhooks.
 *
 * @param id the same each time that the same event is told; at most 128 characters
 * @param type such as {@code user.online}
 * @param at when it happened, milliseconds since the epoch
 * @param data an object
 */
public record WebhookEvent(String app, String id, String type, long at, RawJson data) {
  public WebhookEvent {
    Objects.requireNonNull(app);
    Objects.requireNonNull(id);
    Objects.requireNonNull(type);
    Objects.requireNonNull(data);
  }
}
