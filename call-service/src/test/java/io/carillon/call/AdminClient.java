package io.carillon.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.Json;
import io.carillon.runtime.admin.AdminRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** An administrator at the admin port of a node. */
final class AdminClient implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final String key;

  /** What an administrator got. */
  record Answer(int status, String text, HttpResponse<String> response) {
    JsonNode body() {
      return Json.decode(text, JsonNode.class);
    }

    /** Status and code of an error, as in {@code 404 call_not_found}. */
    String problem() {
      return status + " " + body().at("/error/code").asText();
    }

    String message() {
      return body().at("/error/message").asText();
    }
  }

  AdminClient(int port, String key) {
    this.base = "http://127.0.0.1:" + port + AdminRoutes.PREFIX;
    this.key = key;
  }

  Answer get(String path) {
    return send("GET", path, "", key);
  }

  Answer post(String path, Object body) {
    return send("POST", path, Json.encode(body), key);
  }

  Answer delete(String path) {
    return send("DELETE", path, "", key);
  }

  /** Asks with another key, or with none. */
  Answer send(String method, String path, String body, String shown) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (shown != null) {
      request.header("Authorization", "Bearer " + shown);
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
