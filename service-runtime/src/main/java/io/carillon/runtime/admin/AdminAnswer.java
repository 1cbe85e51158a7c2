package io.carillon.runtime.admin;

import io.carillon.protocol.Json;
import io.vertx.core.buffer.Buffer;

/**
 * What an administrator gets.
 *
 * @param status of HTTP
 * @param contentType null where there is no body
 * @param body null where there is none
 * @param location where the thing is that was made, or null
 */
public record AdminAnswer(int status, String contentType, Buffer body, String location) {
  private static final String JSON = "application/json";

  /** 200 and the value as JSON. */
  public static AdminAnswer ok(Object value) {
    return json(200, value);
  }

  /** 201 and the value as JSON, to be found at that path. */
  public static AdminAnswer created(String location, Object value) {
    return new AdminAnswer(201, JSON, Buffer.buffer(Json.encode(value)), location);
  }

  /** 204: it is done. */
  public static AdminAnswer done() {
    return new AdminAnswer(204, null, null, null);
  }

  /** 200 and a document. */
  public static AdminAnswer document(String contentType, Buffer body) {
    return new AdminAnswer(200, contentType, body, null);
  }

  static AdminAnswer json(int status, Object value) {
    return new AdminAnswer(status, JSON, Buffer.buffer(Json.encode(value)), null);
  }
}
