package io.carillon.bench.load;

/** The server did not bear the load as its protocol says; the message tells what it did instead. */
public final class LoadFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message for the one who runs the comparison. */
  public LoadFailedException(String message) {
    super(message);
  }

  LoadFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
