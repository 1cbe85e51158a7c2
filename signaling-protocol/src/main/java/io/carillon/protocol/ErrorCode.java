package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Every code that an {@code error} reply may carry. The set is closed: a client can switch on it.
 *
 * <p>A retryable error says that the same request, with the same id, may succeed later.
 */
public enum ErrorCode {
  /** The request could not be understood; the message names the field. */
  BAD_REQUEST("bad_request", false),
  /** No such request type. */
  UNKNOWN_TYPE("unknown_type", false),
  /** A field is longer than the limits of {@code welcome} allow. */
  TOO_LARGE("too_large", false),
  /** Too many requests; {@code retryAfterMs} says when to come back. */
  RATE_LIMITED("rate_limited", true),
  /** A request before {@code hello}. */
  UNAUTHORIZED("unauthorized", false),
  /** The token's grants do not allow this. */
  FORBIDDEN("forbidden", false),
  /** The token is past its {@code exp}. */
  TOKEN_EXPIRED("token_expired", false),
  /** The token is not valid before a later time ({@code nbf}). */
  TOKEN_NOT_YET_VALID("token_not_yet_valid", false),
  /** The token is malformed, wrongly signed or meant for somebody else. */
  TOKEN_INVALID("token_invalid", false),
  /** No such call, or none that this user has to do with. */
  CALL_NOT_FOUND("call_not_found", false),
  /** The call is over. */
  CALL_ENDED("call_ended", false),
  /** The call id is taken by another call. */
  CALL_EXISTS("call_exists", false),
  /** The user or device has no part in this call. */
  NOT_IN_CALL("not_in_call", false),
  /** Another device of the same user was first. */
  ANSWERED_ELSEWHERE("answered_elsewhere", false),
  /** The request is not legal in the present state. */
  INVALID_STATE("invalid_state", false),
  /** No such user. */
  USER_UNKNOWN("user_unknown", false),
  /** The call has as many parties as it may have. */
  TOO_MANY_PARTIES("too_many_parties", false),
  /** No bridge is configured. */
  NO_SFU("no_sfu", false),
  /** No bridge can be reached at the moment. */
  SFU_UNAVAILABLE("sfu_unavailable", true),
  /** A node or store did not answer; nothing may have happened. */
  UNAVAILABLE("unavailable", true),
  /** A fault of the server. */
  INTERNAL("internal", true);

  private final String code;
  private final boolean retryable;

  ErrorCode(String code, boolean retryable) {
    this.code = code;
    this.retryable = retryable;
  }

  /** The code on the wire, in snake_case. */
  @JsonValue
  public String code() {
    return code;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /**
   * The code of that wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static ErrorCode of(String code) {
    return WireNames.lookUp(values(), ErrorCode::code, code, "error code");
  }
}
