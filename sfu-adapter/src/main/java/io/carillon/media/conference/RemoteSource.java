package io.carillon.media.conference;

import io.carillon.protocol.Check;
import java.util.Objects;

/**
 * A source of another participant.
 *
 * @param endpointId by which the bridge knows that participant
 */
public record RemoteSource(String userId, String deviceId, String endpointId, MediaSource source) {
  private static final String SLASH = "%2F";

  public RemoteSource {
    Check.userId("userId", userId);
    Check.deviceId("deviceId", deviceId);
    Objects.requireNonNull(endpointId);
    Objects.requireNonNull(source);
  }

  /**
   * The id of the {@code MediaStream} in which a client gets it: {@code <userId>/<deviceId>} for
   * sound and camera, {@code <userId>/<deviceId>/screen} for a screen, with each character that RFC
   * 8830 does not allow there percent-encoded. A client reads it by {@code decodeURIComponent}; ids
   * have neither slash nor percent sign. Names of more than 64 characters are longer than RFC 8830
   * allows; browsers take them.
   */
  public String streamId() {
    String device = escaped(userId) + SLASH + escaped(deviceId);
    return source.videoType() == VideoType.DESKTOP ? device + SLASH + "screen" : device;
  }

  /** Of what ids may have, all but these two are allowed in a token (RFC 8866, section 9). */
  private static String escaped(String id) {
    return id.replace("@", "%40").replace(":", "%3A");
  }
}
