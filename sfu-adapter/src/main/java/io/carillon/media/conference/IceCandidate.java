package io.carillon.media.conference;

import java.util.Objects;

/**
 * An address at which the bridge may be reached (RFC 8839, section 5.1).
 *
 * @param protocol {@code udp} or {@code tcp}
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 * @param related the address behind this one; null for none
 * @param tcpType {@code active}, {@code passive} or {@code so} (RFC 6544); null for UDP
 */
public record IceCandidate(
    String foundation,
    int component,
    String protocol,
    long priority,
    String address,
    int port,
    String type,
    Related related,
    String tcpType,
    int generation) {

  /** The address behind a reflexive or relayed one. */
  public record Related(String address, int port) {
    public Related {
      Objects.requireNonNull(address);
    }
  }

  public IceCandidate {
    Objects.requireNonNull(foundation);
    Objects.requireNonNull(protocol);
    Objects.requireNonNull(address);
    Objects.requireNonNull(type);
  }

  /** The value of its attribute. */
  String attributeValue() {
    StringBuilder value =
        new StringBuilder(
            "%s %d %s %d %s %d typ %s"
                .formatted(foundation, component, protocol, priority, address, port, type));
    if (related != null) {
      value.append(" raddr ").append(related.address()).append(" rport ").append(related.port());
    }
    if (tcpType != null) {
      value.append(" tcptype ").append(tcpType);
    }
    return value.append(" generation ").append(generation).toString();
  }
}
