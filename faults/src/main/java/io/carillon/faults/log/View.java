package io.carillon.faults.log;

import io.vertx.core.json.JsonObject;

/**
 * What the checker needs of a CallView.
 *
 * @param state {@code ringing}, {@code active} or {@code ended}
 * @param reason why it ended, or null
 * @param expiresAt until when it may ring, milliseconds since the epoch; 0 if it does not ring
 * @param endedAt when it ended, milliseconds since the epoch; 0 if it has not
 */
public record View(
    String callId, long version, String state, String reason, long expiresAt, long endedAt) {

  /** Reads the fields of a CallView. */
  public static View of(JsonObject view) {
    JsonObject end = view.getJsonObject("end");
    return new View(
        view.getString("callId"),
        view.getLong("version", 0L),
        view.getString("state"),
        end == null ? null : end.getString("reason"),
        view.getLong("expiresAt", 0L),
        view.getLong("endedAt", 0L));
  }

  /** Whether the call is over. */
  public boolean isEnded() {
    return "ended".equals(state);
  }
}
