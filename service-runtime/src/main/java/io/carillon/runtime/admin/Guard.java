package io.carillon.runtime.admin;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Lets those pass who show the key (RFC 6750, section 2.1). */
final class Guard implements Handler<RoutingContext> {
  private static final String SCHEME = "Bearer ";

  private final AdminKey key;
  private final WrongKeys wrongKeys;

  Guard(AdminKey key, WrongKeys wrongKeys) {
    this.key = key;
    this.wrongKeys = wrongKeys;
  }

  @Override
  public void handle(RoutingContext request) {
    String address = request.request().remoteAddress().hostAddress();
    long banMs = wrongKeys.banMs(address);
    if (banMs > 0) {
      request.fail(
          new ProtocolException(
              ErrorCode.RATE_LIMITED, "too many wrong keys from this address", banMs));
      return;
    }
    String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      request.fail(
          new ProtocolException(
              ErrorCode.UNAUTHORIZED, "show the admin key: Authorization: Bearer <key>"));
    } else if (key.is(header.substring(SCHEME.length()).strip())) {
      request.next();
    } else {
      wrongKeys.add(address);
      request.fail(new ProtocolException(ErrorCode.UNAUTHORIZED, "this is not the admin key"));
    }
  }
}
