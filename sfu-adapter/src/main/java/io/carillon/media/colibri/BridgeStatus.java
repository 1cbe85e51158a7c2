package io.carillon.media.colibri;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.media.colibri.BridgeFailure.Kind;
import io.carillon.protocol.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks a bridge how it is. It has connections of its own, so that no question waits for a
 * conference. Safe for use by several threads.
 */
public final class BridgeStatus {
  private static final int OK = 200;

  private final WebClient http;
  private final URI bridge;
  private final long timeoutMs;

  /**
   * Of that bridge.
   *
   * @param bridge its private HTTP interface
   * @param timeout for each question
   */
  public BridgeStatus(Vertx vertx, URI bridge, Duration timeout) {
    // A question now and then: a kept connection may be one that a restarted bridge knows nothing
    // of.
    this.http =
        WebClient.create(
            vertx, new WebClientOptions().setFollowRedirects(false).setKeepAlive(false));
    this.bridge = bridge;
    this.timeoutMs = timeout.toMillis();
  }

  /** Its health; the future never fails. */
  public Future<BridgeHealth> health() {
    return ask(HttpMethod.GET, "/about/health")
        .map(response -> response.statusCode() == OK ? BridgeHealth.HEALTHY : BridgeHealth.FAILED)
        .otherwise(
            problem ->
                problem instanceof TimeoutException ? BridgeHealth.SILENT : BridgeHealth.FAILED);
  }

  /** Its version, which it knows before its first statistics; fails with {@link BridgeFailure}. */
  public Future<String> version() {
    return read("/about/version", answer -> answer.required("version").asText());
  }

  /** Its load; fails with {@link BridgeFailure}. */
  public Future<BridgeStatistics> statistics() {
    return read("/colibri/stats", BridgeStatistics::read);
  }

  /**
   * Has it say in its statistics that it is not to get new conferences, or that it is again. Fails
   * with {@link BridgeFailure}.
   */
  public Future<Void> drain(boolean on) {
    return ask(HttpMethod.POST, on ? "/colibri/drain/enable" : "/colibri/drain/disable")
        .recover(BridgeStatus::unanswered)
        .compose(BridgeStatus::ok)
        .mapEmpty();
  }

  /** Closes its connections; what is under way fails. */
  public void close() {
    http.close();
  }

  private Future<HttpResponse<Buffer>> ask(HttpMethod method, String path) {
    return http.requestAbs(method, bridge.resolve(path).toString())
        .timeout(timeoutMs)
        .send()
        .timeout(timeoutMs, TimeUnit.MILLISECONDS);
  }

  private <T> Future<T> read(String path, Function<JsonNode, T> reading) {
    return ask(HttpMethod.GET, path)
        .recover(BridgeStatus::unanswered)
        .compose(BridgeStatus::ok)
        .map(response -> Json.decode(response.bodyAsString(), JsonNode.class))
        .map(reading)
        .recover(BridgeStatus::notUnderstood);
  }

  private static Future<HttpResponse<Buffer>> ok(HttpResponse<Buffer> response) {
    return response.statusCode() == OK
        ? Future.succeededFuture(response)
        : Future.failedFuture(
            new BridgeFailure(
                Kind.NOT_OPERATIONAL, "the bridge answered status " + response.statusCode()));
  }

  private static <T> Future<T> unanswered(Throwable problem) {
    return Future.failedFuture(
        new BridgeFailure(Kind.NOT_OPERATIONAL, "the bridge did not answer", problem));
  }

  private static <T> Future<T> notUnderstood(Throwable problem) {
    return Future.failedFuture(
        problem instanceof BridgeFailure
            ? problem
            : new BridgeFailure(
                Kind.NOT_OPERATIONAL, "the bridge's answer makes no sense", problem));
  }
}
