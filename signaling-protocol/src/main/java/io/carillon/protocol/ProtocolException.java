package io.carillon.protocol;

import java.io.Serial;
import java.util.Objects;

/**
 * A request that is refused with a typed error. Carries no stack trace: it is an answer, not a
 * fault.
 */
public final class ProtocolException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final long retryAfterMs;
  private final transient RawJson details;

  /** An error with a message for the developer of the client. */
  public ProtocolException(ErrorCode code, String message) {
    this(code, message, 0, null);
  }

  /**
   * An error that says when to try again.
   *
   * @param retryAfterMs milliseconds, 0 for no advice
   */
  public ProtocolException(ErrorCode code, String message, long retryAfterMs) {
    this(code, message, retryAfterMs, null);
  }

  /**
   * An error with details for the program of the client.
   *
   * @param retryAfterMs milliseconds, 0 for no advice
   * @param details an object, or null for none
   */
  public ProtocolException(ErrorCode code, String message, long retryAfterMs, RawJson details) {
    super(message, null, false, false);
    this.code = Objects.requireNonNull(code);
    this.retryAfterMs = retryAfterMs;
    this.details = details;
  }

  /** A {@code bad_request} that names the field that is wrong. */
  public static ProtocolException badField(String field, String problem) {
    return new ProtocolException(ErrorCode.BAD_REQUEST, field + ": " + problem);
  }

  /** The code on the wire. */
  public ErrorCode code() {
    return code;
  }

  /** The error as it stands in a reply. */
  public ErrorBody body() {
    return new ErrorBody(
        code, getMessage(), code.retryable(), retryAfterMs > 0 ? retryAfterMs : null, details);
  }
}
