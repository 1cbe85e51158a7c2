package io.carillon.presence.edge;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.Json;
import io.carillon.protocol.Limits;
import io.carillon.protocol.event.SessionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** The frames that the server sends, put together around JSON that is ready. */
final class Frames {
  private static final int PROTOCOL = 1;
  private static final List<String> FEATURES = List.of("history");
  private static final int ENVELOPE_CHARS = 64;
  private static final String SERVER = "carillon/" + version();

  private Frames() {}

  private record Welcome(
      int protocol, String server, List<String> features, Limits limits, long helloTimeoutMs) {}

  static String welcome(long helloTimeoutMs) {
    return socketEvent(
        "welcome", Json.encode(new Welcome(PROTOCOL, SERVER, FEATURES, Limits.V1, helloTimeoutMs)));
  }

  /** What concerns the socket and not the session. */
  static String of(SessionEvent event) {
    return socketEvent(event.type(), Json.encode(event));
  }

  private static String socketEvent(String type, String data) {
    return "{\"type\":\"" + type + "\",\"data\":" + data + '}';
  }

  static String event(String type, long seq, long ts, String data) {
    return "{\"type\":\""
        + type
        + "\",\"seq\":"
        + seq
        + ",\"ts\":"
        + ts
        + ",\"data\":"
        + data
        + '}';
  }

  static String ok(String id, String data) {
    return reply("ok", id, "data", data);
  }

  static String error(String id, ErrorBody error) {
    return error(id, Json.encode(error));
  }

  static String error(String id, String error) {
    return reply("error", id, "error", error);
  }

  private static String reply(String type, String id, String member, String json) {
    StringBuilder frame = new StringBuilder(json.length() + id.length() + ENVELOPE_CHARS);
    frame.append("{\"type\":\"").append(type).append("\",\"id\":\"");
    JsonStringEncoder.getInstance().quoteAsString(id, frame);
    return frame.append("\",\"").append(member).append("\":").append(json).append('}').toString();
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream file = Frames.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
