package io.carillon.faults.log;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Writes logs for people: one JSON object a line, all clients together in the order of time. */
public final class LogFile {
  private LogFile() {}

  private record Line(ClientLog client, Entry entry) {}

  /**
   * Writes them, over what was there.
   *
   * @throws IOException if the file can't be written
   */
  public static void write(Path file, Collection<ClientLog> logs) throws IOException {
    List<Line> lines =
        logs.stream()
            .flatMap(log -> log.entries().stream().map(entry -> new Line(log, entry)))
            .sorted(Comparator.comparingLong(line -> line.entry().at()))
            .toList();
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Line line : lines) {
        writer.write(json(line).encode());
        writer.newLine();
      }
    }
  }

  private static JsonObject json(Line line) {
    Entry entry = line.entry();
    JsonObject json = new JsonObject().put("at", entry.at()).put("client", line.client().name());
    switch (entry) {
      case Entry.Connected it ->
          json.put("did", "connected")
              .put("session", it.sessionId())
              .put("resumed", it.resumed())
              .put("calls", views(it.calls()))
              .put("ended", endings(it));
      case Entry.Disconnected it -> json.put("did", "disconnected").put("heardAt", it.heardAt());
      case Entry.Asked it -> request(json, "asked", it);
      case Entry.PutOff it -> request(json, "put off", it.to()).put("code", it.code());
      case Entry.Answered it -> {
        request(json, "answered", it.to()).put("calls", views(it.calls()));
        putIfGiven(json, "error", it.error());
      }
      case Entry.Heard it -> {
        json.put("did", "heard").put("type", it.type()).put("callId", it.callId());
        json.put("session", it.sessionId()).put("seq", it.seq()).put("ts", it.ts());
        json.put("version", it.version());
        putIfGiven(json, "reason", it.reason());
        putIfGiven(json, "device", it.deviceId());
        if (it.view() != null) {
          json.put("calls", views(List.of(it.view())));
        }
      }
    }
    return json;
  }

  private static JsonObject endings(Entry.Connected connected) {
    JsonObject endings = new JsonObject();
    connected.ended().forEach(endings::put);
    return endings;
  }

  private static JsonObject request(JsonObject json, String did, Entry.Asked request) {
    json.put("did", did).put("id", request.id()).put("type", request.type());
    putIfGiven(json, "callId", request.callId());
    return json;
  }

  private static JsonArray views(List<View> views) {
    JsonArray array = new JsonArray();
    for (View view : views) {
      JsonObject json =
          new JsonObject()
              .put("callId", view.callId())
              .put("version", view.version())
              .put("state", view.state());
      putIfGiven(json, "reason", view.reason());
      array.add(json);
    }
    return array;
  }

  private static void putIfGiven(JsonObject json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
