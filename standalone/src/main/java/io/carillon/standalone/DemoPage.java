package io.carillon.standalone;

import io.carillon.protocol.Check;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.token.TokenIssuer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Duration;
import java.time.Instant;

/**
 * The demo page and what it asks for: the people of the demo, and a token for one of them. Whoever
 * reaches the page may be any of these people, so it is for trying things out.
 */
final class DemoPage {
  private static final Duration TOKEN_TTL = Duration.ofHours(12);
  private static final int MAX_BODY_BYTES = 4096;
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:;"
          + " media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'";

  private final TokenIssuer tokens;

  DemoPage(TokenIssuer tokens) {
    this.tokens = tokens;
  }

  void mount(Router router) {
    router
        .route()
        .handler(
            request -> {
              request
                  .response()
                  .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                  .putHeader("X-Content-Type-Options", "nosniff")
                  .putHeader("Referrer-Policy", "no-referrer")
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
              request.next();
            });
    router.get("/demo/users").handler(request -> answer(request, 200, DemoUser.ALL));
    router
        .post("/demo/token")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .handler(this::token);
    router.get("/sdk/*").handler(StaticHandler.create("META-INF/carillon/sdk"));
    router.get("/*").handler(StaticHandler.create("web"));
  }

  private void token(RoutingContext request) {
    try {
      String body = request.body().asString("UTF-8");
      TokenRequest wanted = Json.decode(body == null ? "" : body, TokenRequest.class);
      if (!DemoUser.exists(wanted.userId())) {
        throw ProtocolException.badField("userId", "is not one of the demo's people");
      }
      Instant expiresAt = Instant.now().plus(TOKEN_TTL);
      String token =
          tokens.issue(
              new UserRef("default", wanted.userId()),
              wanted.deviceId(),
              TokenIssuer.USUAL_GRANTS,
              expiresAt);
      answer(request, 200, new TokenAnswer(token, expiresAt.toEpochMilli()));
    } catch (ProtocolException refusal) {
      answer(request, 400, refusal.body());
    }
  }

  private static void answer(RoutingContext request, int status, Object body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Json.encode(body));
  }

  /** Who wants to be whom, on which device. */
  record TokenRequest(String userId, String deviceId) {
    TokenRequest {
      Check.userId("userId", userId);
      Check.deviceId("deviceId", deviceId);
    }
  }

  /** The token, and when it expires in milliseconds since the epoch. */
  record TokenAnswer(String token, long expiresAt) {}
}
