package io.carillon.runtime.config;

import java.io.Serial;

/**
 * A setting that can't be used. The message is one line that says which, why, and what would be
 * right.
 */
public final class ConfigurationException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With that message for the operator. */
  public ConfigurationException(String message) {
    super(message, null, false, false);
  }
}
