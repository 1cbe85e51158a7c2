package io.carillon.call.store;

import java.io.Serial;

/**
 * A step that may have been carried out or not: the member that was to do it, or to keep its copy,
 * did not answer. Whoever gave the command gives it again, and then tells all how the call stands.
 */
public final class UncertainException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  UncertainException(Throwable cause) {
    super("the store of calls did not answer in time", cause);
  }
}
