package io.carillon.protocol;

import java.util.Objects;

/**
 * The {@code error} member of an error reply.
 *
 * @param message for developers, in English, never parsed
 * @param retryable whether the same request may succeed later
 * @param retryAfterMs when to try again, in milliseconds, or null
 * @param details an object with what a program may want to know beyond the code, or null
 */
public record ErrorBody(
    ErrorCode code, String message, boolean retryable, Long retryAfterMs, RawJson details) {
  public ErrorBody {
    Objects.requireNonNull(code);
    Objects.requireNonNull(message);
    if (details != null && !details.isObject()) {
      throw new IllegalArgumentException("details: must be an object");
    }
  }

  /** An error of that code, without advice on when to try again. */
  public static ErrorBody of(ErrorCode code, String message) {
    return new ErrorBody(code, message, code.retryable(), null, null);
  }
}
