package io.carillon.call.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.protocol.Json;
import io.carillon.protocol.contract.WebhookEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * An event as it is queued.
 *
 * @param id the same each time that the same event is told, without a full stop
 * @param payload {@code {"type","timestamp","data"}}, as Standard Webhooks advises
 */
record QueuedEvent(String id, String app, String type, String payload) {
  private static final String ID_PREFIX = "evt_";
  private static final int ID_BYTES = 24;

  static QueuedEvent of(WebhookEvent event) {
    ObjectNode data = Json.decode(event.data(), ObjectNode.class);
    data.put("app", event.app());
    ObjectNode payload = Json.mapper().createObjectNode();
    payload.put("type", event.type());
    payload.put("timestamp", Instant.ofEpochMilli(event.at()).toString());
    payload.set("data", data);
    return new QueuedEvent(
        id(event.app() + '/' + event.id()), event.app(), event.type(), Json.encode(payload));
  }

  /** A digest: what identifies an event may be long, and have characters that an id must not. */
  private static String id(String identity) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(UTF_8));
      byte[] head = Arrays.copyOf(digest, ID_BYTES);
      return ID_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(head);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
