package io.carillon.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads what another server answers, within bounds. */
public final class ResponseBody {
  private static final int OK = 200;

  private ResponseBody() {}

  /**
   * The body of a response with status 200; called as soon as the response is there.
   *
   * @return fails if the status is another one, the body is longer, or the connection breaks
   */
  public static Future<Buffer> of200(HttpClientResponse response, int maxBytes) {
    // The future says it, and Vert.x would log what nobody handles.
    response.exceptionHandler(broken -> {});
    if (response.statusCode() != OK) {
      return Future.failedFuture("status " + response.statusCode());
    }
    Buffer whole = Buffer.buffer();
    response.handler(
        part -> {
          if (whole.length() + part.length() > maxBytes) {
            response.request().reset();
          } else {
            whole.appendBuffer(part);
          }
        });
    return response.end().map(end -> whole);
  }
}
