package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What administrators ask, below {@code /admin/v1} and with the admin key. */
final class Admin {
  private static final String PREFIX = "/admin/v1";

  private final ServerUnderTest server;
  private final String key;

  private Admin(ServerUnderTest server, String key) {
    this.server = server;
    this.key = key;
  }

  /** With the key of that server. */
  static Admin of(ServerUnderTest server) {
    return new Admin(server, server.adminKey());
  }

  /** With another key, or null for none. */
  static Admin withKey(ServerUnderTest server, String key) {
    return new Admin(server, key);
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, null);
  }

  HttpResponse<String> post(String path, Object... body) {
    return send("POST", path, Json.object(body));
  }

  HttpResponse<String> delete(String path) {
    return send("DELETE", path, null);
  }

  HttpResponse<String> send(String method, String path, ObjectNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.adminUri().resolve(PREFIX + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return Http.send(request.build());
  }

  /** The body of an answer that must be a success. */
  static JsonNode ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return Json.parse(answer.body());
  }

  /** Status and code of an answer that must be an error, such as {@code 404 call_not_found}. */
  static String error(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(400);
    JsonNode error = Json.parse(answer.body()).path("error");
    assertThat(error.path("message").asText()).isNotBlank();
    assertThat(error.path("retryable").isBoolean()).isTrue();
    assertThat(SessionRules.ERROR_CODES).contains(error.path("code").asText());
    return answer.statusCode() + " " + error.path("code").asText();
  }
}
