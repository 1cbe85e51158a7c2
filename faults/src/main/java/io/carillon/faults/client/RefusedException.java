package io.carillon.faults.client;

/** The service refused a request for good. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the error's code. */
  RefusedException(String code) {
    super(code, null, false, false);
  }
}
