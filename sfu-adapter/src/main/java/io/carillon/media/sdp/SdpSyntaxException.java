package io.carillon.media.sdp;

import java.io.Serial;

/**
 * A text that is no session description. The message names the line by its number and repeats
 * nothing of it; there is no stack trace: it is an answer to a client, not a fault.
 */
public final class SdpSyntaxException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  SdpSyntaxException(int line, String problem) {
    super("line " + line + ": " + problem, null, false, false);
  }
}
