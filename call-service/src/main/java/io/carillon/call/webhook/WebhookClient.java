package io.carillon.call.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts deliveries, signed. Follows no redirect, and reads of the answer no more than its status.
 */
final class WebhookClient {
  private static final int GONE = 410;

  /** Enough for many receivers at one host: whoever calls bounds what is under way to each. */
  private static final int CONNECTIONS = 1_024;

  /** Less than what common servers keep an idle connection for, so that none closes under us. */
  private static final int KEEP_ALIVE_SECONDS = 2;

  /** What is read of an answer's body, so that the connection can be used again. */
  private static final int MOST_BODY_BYTES = 64 * 1024;

  private final HttpClientAgent client;
  private final long timeoutMs;
  private final Clock clock;

  WebhookClient(Vertx vertx, Duration timeout, Clock clock) {
    this.timeoutMs = timeout.toMillis();
    this.clock = clock;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) Math.min(Integer.MAX_VALUE, timeoutMs))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /** Tries once; never fails. */
  Future<Attempt> post(Delivery delivery, Endpoint endpoint) {
    Buffer body = Buffer.buffer(delivery.payload().getBytes(UTF_8));
    Future<HttpClientRequest> opened =
        Future.succeededFuture(request(delivery, endpoint, body)).compose(client::request);
    return opened
        .compose(request -> request.send(body))
        .map(this::status)
        .timeout(timeoutMs, TimeUnit.MILLISECONDS)
        .onFailure(problem -> opened.onSuccess(HttpClientRequest::reset))
        .map(WebhookClient::attempt)
        .otherwise(WebhookClient::failure);
  }

  private RequestOptions request(Delivery delivery, Endpoint endpoint, Buffer body) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(endpoint.receiver().url().toString())
            .putHeader("Content-Type", "application/json");
    endpoint
        .signature()
        .headers(delivery.id(), clock.instant().getEpochSecond(), body.getBytes())
        .forEach(request::putHeader);
    return request;
  }

  /** The status says all; what follows is read only so that the connection can be used again. */
  private int status(HttpClientResponse response) {
    long[] read = {0};
    // Vert.x would log what nobody handles.
    response.exceptionHandler(broken -> {});
    response.handler(
        part -> {
          read[0] += part.length();
          if (read[0] > MOST_BODY_BYTES) {
            response.request().reset();
          }
        });
    response
        .end()
        .timeout(timeoutMs, TimeUnit.MILLISECONDS)
        .onFailure(slow -> response.request().reset());
    return response.statusCode();
  }

  private static Attempt attempt(int status) {
    Attempt.Result result =
        status / 100 == 2
            ? Attempt.Result.DELIVERED
            : status == GONE ? Attempt.Result.GONE : Attempt.Result.REFUSED;
    return new Attempt(result, result == Attempt.Result.DELIVERED ? null : "status " + status);
  }

  private static Attempt failure(Throwable problem) {
    return problem instanceof TimeoutException
        ? new Attempt(Attempt.Result.LATE, "no answer in time")
        : new Attempt(Attempt.Result.UNREACHABLE, problem.getClass().getSimpleName());
  }
}
