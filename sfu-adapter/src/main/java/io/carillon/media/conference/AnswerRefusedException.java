package io.carillon.media.conference;

import java.io.Serial;

/**
 * An answer with which a conference can't work. The message is for the developer of the client and
 * repeats nothing of the SDP; there is no stack trace: it is a reply, not a fault.
 */
public final class AnswerRefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    TOO_LONG("is too long"),
    MALFORMED("is no session description"),
    OTHER_LINES("must have the offer's m-lines in the offer's order"),
    FIRST_LINE_REJECTED("must not reject the first m-line: it carries the transport of all"),
    NOT_BUNDLED("must bundle all m-lines that it does not reject, and no others"),
    NO_RTCP_MUX("must have rtcp-mux"),
    NO_CREDENTIALS("must have an ice-ufrag and an ice-pwd by RFC 8839"),
    NO_FINGERPRINT("must have a fingerprint by SHA-256, SHA-384 or SHA-512"),
    WRONG_SETUP("must have setup:active or setup:passive"),
    WRONG_DIRECTION("must not send or receive what was not offered"),
    WRONG_FORMATS("must have some of the offered payload types, a codec among them, and no others"),
    NO_SSRC("must say the SSRCs of what it sends (RFC 5576)"),
    WRONG_SSRC("has an SSRC or an ssrc-group that can't be"),
    SSRC_TAKEN("has an SSRC that is in use; a new peer connection has others"),
    SEVERAL_STREAMS("must send one stream, or the sizes of one picture in a SIM group"),
    SIMULCAST_OFF(
        "must not send a SIM group: only pictures may, where the installation has it switched on");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  /** Without a line: it is about the whole. */
  AnswerRefusedException(Reason reason) {
    this(reason, "the answer " + reason.text);
  }

  /**
   * About one m-line.
   *
   * @param index from 0
   */
  AnswerRefusedException(Reason reason, int index) {
    this(reason, "m-line " + (index + 1) + " of the answer " + reason.text);
  }

  AnswerRefusedException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
