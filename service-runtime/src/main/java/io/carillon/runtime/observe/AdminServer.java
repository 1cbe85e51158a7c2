package io.carillon.runtime.observe;

import io.carillon.runtime.admin.AdminRoutes;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What operators ask a node: {@code /metrics} for Prometheus, {@code /livez} whether it should be
 * restarted, {@code /readyz} whether it should get clients; and {@link AdminRoutes}.
 */
public final class AdminServer {
  private final Vertx vertx;
  private final PrometheusRegistry registry;
  private final HealthChecks readiness;
  private final AdminRoutes routes;
  private final ExpositionFormats formats = ExpositionFormats.init();

  /** Serves that registry, those checks and those routes. */
  public AdminServer(
      Vertx vertx, PrometheusRegistry registry, HealthChecks readiness, AdminRoutes routes) {
    this.vertx = vertx;
    this.registry = registry;
    this.readiness = readiness;
    this.routes = routes;
  }

  /** Listens; fails if the port is taken. */
  public Future<HttpServer> listen(String host, int port) {
    Router router = Router.router(vertx);
    router.get("/livez").handler(request -> request.response().end("ok\n"));
    router.get("/readyz").handler(this::readiness);
    router.get("/metrics").handler(this::metrics);
    router.route(AdminRoutes.PREFIX + "/*").subRouter(routes.complete());
    return vertx
        .createHttpServer(new HttpServerOptions().setHost(host).setPort(port))
        .requestHandler(router)
        .listen();
  }

  private void readiness(RoutingContext request) {
    readiness
        .checkStatus()
        .onSuccess(
            result ->
                request
                    .response()
                    .setStatusCode(CheckResult.isUp(result) ? 200 : 503)
                    .putHeader("Content-Type", "application/json")
                    .end(result.toJson().toBuffer()))
        .onFailure(request::fail);
  }

  private void metrics(RoutingContext request) {
    ExpositionFormatWriter writer = formats.findWriter(request.request().getHeader("Accept"));
    vertx
        .executeBlocking(() -> scrape(writer), false)
        .onSuccess(
            page -> request.response().putHeader("Content-Type", writer.getContentType()).end(page))
        .onFailure(request::fail);
  }

  private Buffer scrape(ExpositionFormatWriter writer) {
    ByteArrayOutputStream page = new ByteArrayOutputStream(32 * 1024);
    try {
      writer.write(page, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(page.toByteArray());
  }
}
