package io.carillon.faults.client;

import io.carillon.faults.log.Entry;
import io.carillon.faults.log.View;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What of a frame goes into the journal. */
final class Replies {
  private Replies() {}

  static List<View> views(JsonArray calls) {
    return calls.stream().map(JsonObject.class::cast).map(View::of).toList();
  }

  /** The reasons of {@code recentlyEnded}, by call. */
  static Map<String, String> ended(JsonObject hello) {
    JsonArray ended = hello.getJsonArray("recentlyEnded", JsonArray.of());
    return ended.stream()
        .map(JsonObject.class::cast)
        .collect(
            Collectors.toMap(
                call -> call.getString("callId"), call -> call.getString("reason"), (a, b) -> b));
  }

  /** The call, or the calls, that a reply shows. */
  static List<View> calls(Entry.Asked request, JsonObject data) {
    if (request.type().equals("call.list")) {
      return views(data.getJsonArray("calls"));
    }
    return request.type().startsWith("call.") && data.containsKey("callId")
        ? List.of(View.of(data))
        : List.of();
  }

  static Entry.Heard heard(
      long at, long ts, String ownUser, String sessionId, long seq, String type, JsonObject data) {
    JsonObject view = data.getJsonObject("call");
    String reason = data.getString("reason", data.getString("outcome"));
    return new Entry.Heard(
        at,
        ts,
        sessionId,
        seq,
        type,
        data.getString("callId"),
        data.getLong("version", 0L),
        reason,
        device(ownUser, data),
        view == null ? null : View.of(view));
  }

  private static String device(String ownUser, JsonObject data) {
    String device = data.getString("deviceId");
    return device == null ? null : data.getString("userId", ownUser) + '/' + device;
  }
}
