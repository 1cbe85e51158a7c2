package io.carillon.runtime.admin;

import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An error as administrators get it: {@code {"error":{"code","message",…}}}. */
public record Problem(ErrorBody error) {
  private static final Logger log = LoggerFactory.getLogger(Problem.class);

  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int FAULT = 500;

  /** What a failed request came to; what nobody foresaw is logged. */
  static Problem of(RoutingContext request) {
    Throwable cause = request.failure();
    int status = cause instanceof HttpException http ? http.getStatusCode() : request.statusCode();
    if (cause instanceof ProtocolException refusal) {
      return new Problem(refusal.body());
    }
    if (status == TOO_LARGE) {
      return of(ErrorCode.TOO_LARGE, "the body is longer than " + AdminRoutes.MAX_BODY_BYTES);
    }
    if (status >= BAD_REQUEST && status < FAULT) {
      return of(ErrorCode.BAD_REQUEST, "the request can't be read");
    }
    log.atError()
        .setCause(cause)
        .addKeyValue("route", request.currentRoute().getPath())
        .log("a request of an administrator failed");
    return of(ErrorCode.INTERNAL, "the server failed to carry this out");
  }

  private static Problem of(ErrorCode code, String message) {
    return new Problem(ErrorBody.of(code, message));
  }

  int status() {
    return switch (error.code()) {
      case BAD_REQUEST -> BAD_REQUEST;
      case UNAUTHORIZED, TOKEN_EXPIRED, TOKEN_NOT_YET_VALID, TOKEN_INVALID -> 401;
      case FORBIDDEN -> 403;
      case UNKNOWN_TYPE, CALL_NOT_FOUND, USER_UNKNOWN, NOT_IN_CALL -> 404;
      case CALL_ENDED, CALL_EXISTS, ANSWERED_ELSEWHERE, INVALID_STATE, TOO_MANY_PARTIES, NO_SFU ->
          409;
      case TOO_LARGE -> TOO_LARGE;
      case RATE_LIMITED -> 429;
      case SFU_UNAVAILABLE, UNAVAILABLE -> 503;
      case INTERNAL -> FAULT;
    };
  }

  /** Seconds for {@code Retry-After}, or null. */
  Long retryAfter() {
    return error.retryAfterMs() == null ? null : (error.retryAfterMs() + 999) / 1000;
  }
}
