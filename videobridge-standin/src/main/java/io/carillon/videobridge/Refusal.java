package io.carillon.videobridge;

import java.io.Serial;

/** A request that the bridge does not take, in its words. */
final class Refusal extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  Refusal(String reason) {
    super(reason, null, false, false);
  }
}
