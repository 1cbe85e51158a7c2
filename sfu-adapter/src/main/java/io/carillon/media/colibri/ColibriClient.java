package io.carillon.media.colibri;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.media.colibri.BridgeFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Speaks colibri2 with one bridge. Every future fails with a {@link BridgeFailure} and in no other
 * way, within the time-out. Safe for use by several threads.
 *
 * <p>The bridge does not put requests of HTTP in order: have one under way for each conference, as
 * {@link BridgeConference} does. Nothing is sent twice: a request whose answer is lost may have
 * been carried out.
 */
public final class ColibriClient {
  /** As many conferences may wait for the bridge at once; the others wait for those. */
  private static final int MAX_CONNECTIONS = 32;

  /**
   * Less than the 30 s after which the bridge closes idle connections, so that none closes under
   * us.
   */
  private static final int KEEP_ALIVE_SECONDS = 15;

  private static final int OK = 200;

  private final WebClient http;
  private final String conferences;
  private final ColibriTimeouts timeouts;
  private volatile boolean warm;

  /**
   * For that bridge.
   *
   * @param bridge its private HTTP interface, {@code http://10.0.0.7:8080} for instance
   */
  public ColibriClient(Vertx vertx, URI bridge, ColibriTimeouts timeouts) {
    this.http =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setFollowRedirects(false)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    // Errors of PATCH have no usable text.
    this.conferences = bridge.resolve("/colibri/v2/conferences").toString();
    this.timeouts = timeouts;
  }

  /**
   * Makes an endpoint.
   *
   * @param createConference whether it is the first one of its conference
   */
  public Future<AllocatedEndpoint> allocate(
      String meetingId, boolean createConference, EndpointChange.Create endpoint) {
    ObjectNode request = ConferenceModify.of(meetingId, List.of(endpoint));
    if (createConference) {
      request.put("create", true);
    }
    return post(request, warm ? timeouts.later() : timeouts.first())
        .compose(answer -> understood(() -> ConferenceModified.endpoint(answer, endpoint)))
        .onSuccess(allocated -> warm = true);
  }

  /**
   * Changes endpoints that are there.
   *
   * @param changes one; or several that mute or expire and nothing else, of which those are passed
   *     over that name an endpoint that is not there
   */
  public Future<Void> change(String meetingId, List<? extends EndpointChange> changes) {
    return post(ConferenceModify.of(meetingId, changes), timeouts.later()).mapEmpty();
  }

  /** Ends a conference and all its endpoints. */
  public Future<Void> expire(String meetingId) {
    ObjectNode request = ConferenceModify.of(meetingId, List.of()).put("expire", true);
    return post(request, timeouts.later()).mapEmpty();
  }

  /** Closes its connections; what is under way fails. */
  public void close() {
    http.close();
  }

  private Future<Buffer> post(ObjectNode request, Duration timeout) {
    return http.postAbs(conferences)
        .timeout(timeout.toMillis())
        .putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/json")
        .sendBuffer(Buffer.buffer(request.toString()))
        .recover(
            problem ->
                Future.failedFuture(
                    new BridgeFailure(Kind.NOT_OPERATIONAL, "the bridge did not answer", problem)))
        .compose(ColibriClient::outcome);
  }

  private static Future<Buffer> outcome(HttpResponse<Buffer> response) {
    return response.statusCode() == OK
        ? Future.succeededFuture(response.body())
        : Future.failedFuture(
            ColibriError.of(response.statusCode(), response.bodyAsString("ISO-8859-1")));
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> Future<T> understood(Reading<T> reading) {
    try {
      return Future.succeededFuture(reading.read());
    } catch (RuntimeException e) {
      return Future.failedFuture(
          new BridgeFailure(Kind.NOT_OPERATIONAL, "the bridge's answer makes no sense", e));
    }
  }
}
