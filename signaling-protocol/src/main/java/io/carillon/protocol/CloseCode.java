package io.carillon.protocol;

/** Why the server closes a WebSocket: the private range of RFC 6455, section 7.4.2. */
public enum CloseCode {
  /** Released by the client's {@code bye}, or an ordinary end. */
  NORMAL(1000, "bye"),
  /** A frame that is no JSON object, or a request that has no id and can't be understood. */
  MALFORMED_FRAME(4400, "malformed frame"),
  /** A token that was refused or has expired. */
  TOKEN(4401, "token"),
  /** An Origin that is not allowed, or a grant that is missing. */
  FORBIDDEN(4403, "origin or grant"),
  /** No {@code hello} in time. */
  HELLO_TIMEOUT(4408, "no hello in time"),
  /** The same device connected anew. */
  REPLACED(4409, "replaced"),
  /** A frame over {@link Limits#MAX_FRAME_BYTES}. */
  FRAME_TOO_BIG(4413, "frame too big"),
  /** The client reads too slowly or asks too much. */
  TOO_SLOW(4429, "too slow or too many requests"),
  /** The node is draining. */
  DRAINING(4503, "draining");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** The status code of the close frame. */
  public int code() {
    return code;
  }

  /** The reason of the close frame. */
  public String reason() {
    return reason;
  }
}
