package io.carillon.protocol;

/**
 * A session description: RTCSessionDescriptionInit of the W3C's WebRTC.
 *
 * @param sdp at most {@link Limits#MAX_SDP_BYTES} in UTF-8; may be absent in a rollback
 */
public record Description(SdpType type, String sdp) {
  public Description {
    Check.present("description.type", type);
    if (type != SdpType.ROLLBACK) {
      Check.present("description.sdp", sdp);
    }
    if (sdp != null) {
      Check.utf8AtMost("description.sdp", sdp, Limits.MAX_SDP_BYTES);
    }
  }

  /** The same description, refused if it is there and of another type. */
  public static Description expect(SdpType type, Description description) {
    if (description != null && description.type() != type) {
      throw ProtocolException.badField("description.type", "must be " + type.code());
    }
    return description;
  }
}
