package io.carillon.runtime.config;

import java.io.IOException;
import java.net.IDN;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Where a listener is to listen, and what an operator changes to have it elsewhere.
 *
 * @param hostOption the option or setting that names the host
 * @param portOption the option or setting that names the port
 */
public record ListenAddress(String host, String hostOption, int port, String portOption) {

  /**
   * What to say of a listener that did not open: a {@link ConfigurationException} that names the
   * option to change, or the problem itself if it has nothing to do with the address.
   */
  public Throwable explain(Throwable problem) {
    if (problem instanceof UnknownHostException || !isHostName()) {
      return new ConfigurationException(
          "there is no host \"" + host + "\": name an address of this machine with " + hostOption);
    }
    return problem instanceof IOException
        ? new ConfigurationException(complaint(String.valueOf(problem.getMessage())))
        : problem;
  }

  /** The resolver throws anything at all at what is none, such as {@code 127..0.1}. */
  private boolean isHostName() {
    try {
      IDN.toASCII(host);
      return true;
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  /** Neither transport of Netty has a type or a number of its own for a bind that failed. */
  private String complaint(String message) {
    String words = message.toLowerCase(Locale.ROOT);
    if (words.contains("in use")) {
      return "port "
          + port
          + " is in use: stop what listens there or choose another with "
          + portOption;
    }
    if (words.contains("permission denied")) {
      return "this user may not listen on port "
          + port
          + ": choose one from 1024 on with "
          + portOption;
    }
    if (words.contains("assign requested address")) {
      return host + " is no address of this machine: choose one that is with " + hostOption;
    }
    return "can't listen on port "
        + port
        + " of "
        + host
        + " ("
        + message
        + "): choose others with "
        + hostOption
        + " and "
        + portOption;
  }
}
