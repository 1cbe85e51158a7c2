package io.carillon.bench.process;

/** A server did not start or cannot be observed; the message says what to do. */
public final class ServerException extends Exception {

  private static final long serialVersionUID = 1L;

  /** With a message for the one who runs the comparison. */
  public ServerException(String message) {
    super(message);
  }

  /** With a message for the one who runs the comparison. */
  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
