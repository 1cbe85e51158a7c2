package io.carillon.runtime.admin;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.runtime.config.Settings;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * What administrators can do on this node below {@value #PREFIX}, for which they show a key.
 * Services add their routes as they start; the node listens after that. Answers are JSON.
 *
 * <p>{@code carillon_admin_requests_total}, with the label result ({@code ok} or an error code),
 * counts the requests.
 *
 * <p>Safe for use by several threads.
 */
public final class AdminRoutes {
  /** Where the routes are on the admin listener. */
  public static final String PREFIX = "/admin/v1";

  static final int MAX_BODY_BYTES = 64 * 1024;

  private final Router router;
  private final List<Mounted> mounted = new CopyOnWriteArrayList<>();
  private final Counter requests;

  /**
   * A route that is there.
   *
   * @param path below the prefix, with its parameters in braces
   */
  public record Mounted(HttpMethod method, String path) {}

  private AdminRoutes(Vertx vertx, Guard guard, PrometheusRegistry metrics) {
    requests =
        Counter.builder()
            .name("carillon_admin_requests")
            .help("Requests of administrators by what became of them")
            .labelNames("result")
            .register(metrics);
    router = Router.router(vertx);
    router.route().failureHandler(this::refuse).handler(guard);
    router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
  }

  /**
   * Without a route, behind the key of the settings. Blocks.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if the key can't be used
   */
  public static AdminRoutes create(
      Vertx vertx, Settings settings, Path dataFolder, PrometheusRegistry metrics) {
    Guard guard = new Guard(AdminKey.load(settings, dataFolder), new WrongKeys(System::nanoTime));
    return new AdminRoutes(vertx, guard, metrics);
  }

  /**
   * Adds a route.
   *
   * @param path below the prefix, its parameters in braces: {@code /calls/{app}/{callId}}
   */
  public void add(HttpMethod method, String path, AdminHandler handler) {
    mounted.add(new Mounted(method, path));
    router.route(method, pattern(path)).handler(request -> handle(request, handler));
  }

  /** The routes so far. */
  public List<Mounted> mounted() {
    return List.copyOf(mounted);
  }

  /** All of it, with an answer to what is not there; no route can be added after that. */
  public Router complete() {
    mounted.stream()
        .collect(
            Collectors.groupingBy(
                Mounted::path,
                Collectors.mapping(route -> route.method().name(), Collectors.joining(", "))))
        .forEach(
            (path, methods) ->
                router.route(pattern(path)).handler(request -> wrongMethod(request, methods)));
    router
        .route()
        .handler(
            request ->
                request.fail(
                    new ProtocolException(ErrorCode.UNKNOWN_TYPE, "there is no such path")));
    return router;
  }

  private static String pattern(String path) {
    return path.replaceAll("\\{(\\w+)}", ":$1");
  }

  private void handle(RoutingContext request, AdminHandler handler) {
    handler
        .answer(new AdminRequest(request))
        .onSuccess(
            answer -> {
              requests.labelValues("ok").inc();
              send(request, answer);
            })
        .onFailure(request::fail);
  }

  private void refuse(RoutingContext request) {
    if (request.response().headWritten()) {
      request.response().reset();
      return;
    }
    Problem problem = Problem.of(request);
    requests.labelValues(problem.error().code().code()).inc();
    HttpServerResponse response = request.response();
    if (problem.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"Carillon admin\"");
    }
    if (problem.retryAfter() != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, problem.retryAfter().toString());
    }
    send(request, AdminAnswer.json(problem.status(), problem));
  }

  private void wrongMethod(RoutingContext request, String methods) {
    request.response().putHeader(HttpHeaders.ALLOW, methods);
    ProtocolException refusal =
        new ProtocolException(ErrorCode.UNKNOWN_TYPE, "this path can't do that: " + methods);
    requests.labelValues(refusal.code().code()).inc();
    send(request, AdminAnswer.json(405, new Problem(refusal.body())));
  }

  private static void send(RoutingContext request, AdminAnswer answer) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(answer.status())
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .putHeader("X-Content-Type-Options", "nosniff");
    if (answer.location() != null) {
      response.putHeader(HttpHeaders.LOCATION, answer.location());
    }
    if (answer.body() == null) {
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType()).end(answer.body());
    }
  }
}
