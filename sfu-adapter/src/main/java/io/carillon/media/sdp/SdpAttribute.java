package io.carillon.media.sdp;

import java.util.Objects;

/**
 * An {@code a=} line.
 *
 * @param value what stands behind the colon; null for a property such as {@code a=rtcp-mux}
 */
public record SdpAttribute(String name, String value) {
  public SdpAttribute {
    Objects.requireNonNull(name);
  }

  /** A property: an attribute that is there or not. */
  public static SdpAttribute property(String name) {
    return new SdpAttribute(name, null);
  }

  @Override
  public String toString() {
    return value == null ? name : name + ':' + value;
  }
}
