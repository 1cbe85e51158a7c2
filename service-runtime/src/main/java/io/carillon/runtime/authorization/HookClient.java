package io.carillon.runtime.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carillon.protocol.Check;
import io.carillon.protocol.Json;
import io.carillon.runtime.http.ResponseBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Asks the app: {@code POST {"app","action","from","to":[…]}}, signed as Standard Webhooks has it,
 * answered by {@code 200 {"allowed":[…]}}. Safe for use by several threads.
 */
final class HookClient {
  private static final int MAX_ANSWER_BYTES = 256 * 1024;

  /** Less than what common servers keep an idle connection for, so that none closes under us. */
  private static final int KEEP_ALIVE_SECONDS = 2;

  private final HttpClientAgent client;
  private final HookSettings settings;
  private final Clock clock;

  private record Question(String app, String action, String from, List<String> to) {}

  /** What the app says; whom else it names does not matter. */
  record Answer(Set<String> allowed) {
    Answer {
      Check.present("allowed", allowed);
    }
  }

  /**
   * For that app.
   *
   * @param connections how many questions will be under way at once
   */
  HookClient(Vertx vertx, HookSettings settings, int connections, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) Math.min(Integer.MAX_VALUE, settings.timeout().toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(connections));
  }

  /**
   * Asks about users of one app.
   *
   * @return those who are allowed; fails with {@link java.util.concurrent.TimeoutException} if the
   *     answer is late, and in some other way if there is none, or none that can be understood
   */
  Future<Set<String>> ask(Action action, String app, String from, List<String> to) {
    Buffer body = Buffer.buffer(Json.encode(new Question(app, action.code(), from, to)));
    Future<HttpClientRequest> opened =
        Future.succeededFuture(request(body)).compose(client::request);
    return opened
        .compose(request -> request.send(body))
        .compose(response -> ResponseBody.of200(response, MAX_ANSWER_BYTES))
        .map(HookClient::allowed)
        .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        // Whatever is left of the exchange is of no use.
        .onFailure(problem -> opened.onSuccess(HttpClientRequest::reset));
  }

  private RequestOptions request(Buffer body) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(settings.url().toString())
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json");
    settings
        .signature()
        .headers(UUID.randomUUID().toString(), clock.instant().getEpochSecond(), body.getBytes())
        .forEach(request::putHeader);
    return request;
  }

  private static Set<String> allowed(Buffer answer) {
    return new HashSet<>(Json.decode(answer.toString(UTF_8), Answer.class).allowed());
  }
}
