package io.carillon.protocol.contract;

import io.carillon.protocol.RawJson;
import java.util.Objects;

/**
 * A client's request, handed by the edge to the service that owns its prefix.
 *
 * @param admin whether the client's token grants {@code admin}
 * @param type the whole type, such as {@code call.invite}
 * @param data an object that nobody has looked into yet
 */
public record ClientRequest(SessionRef from, boolean admin, String type, RawJson data) {
  public ClientRequest {
    Objects.requireNonNull(from);
    Objects.requireNonNull(type);
    Objects.requireNonNull(data);
  }
}
