package io.carillon.media.conference;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A codec, or the retransmissions of one, and its number in packets: a {@code payload-type} of
 * colibri2.
 *
 * @param clockRate Hz
 * @param channels 1 where the SDP names none
 * @param parameters of its format, written in the order of their names
 */
public record PayloadType(
    int id,
    String name,
    int clockRate,
    int channels,
    Map<String, String> parameters,
    List<RtcpFeedback> feedback) {
  /** The name of retransmissions (RFC 4588). */
  public static final String RTX = "rtx";

  public PayloadType {
    Objects.requireNonNull(name);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    feedback = List.copyOf(feedback);
  }

  boolean isRepair() {
    return name.equals(RTX);
  }
}
