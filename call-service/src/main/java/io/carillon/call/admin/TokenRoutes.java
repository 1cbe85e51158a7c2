package io.carillon.call.admin;

import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.admin.AdminAnswer;
import io.carillon.runtime.admin.AdminRequest;
import io.carillon.runtime.admin.AdminRoutes;
import io.carillon.runtime.token.TokenIssuer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokens for those whose own backend makes none. */
final class TokenRoutes {
  private static final Logger log = LoggerFactory.getLogger(TokenRoutes.class);

  private final TokenIssuer tokens;
  private final Clock clock;

  TokenRoutes(TokenIssuer tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  void mount(AdminRoutes routes) {
    routes.add(HttpMethod.POST, "/tokens", this::issue);
  }

  private Future<AdminAnswer> issue(AdminRequest request) {
    NewToken wanted = request.body(NewToken.class);
    Instant expiresAt = Instant.ofEpochSecond(clock.instant().getEpochSecond() + wanted.ttl());
    String token =
        tokens.issue(
            new UserRef(wanted.app(), wanted.userId()),
            wanted.deviceId(),
            wanted.allowed(),
            expiresAt);
    log.atInfo()
        .addKeyValue("app", wanted.app())
        .addKeyValue("grants", wanted.allowed())
        .addKeyValue("ttlSeconds", wanted.ttl())
        .log("an administrator had a token made");
    return Future.succeededFuture(
        AdminAnswer.created(null, new IssuedToken(token, expiresAt.toEpochMilli())));
  }
}
