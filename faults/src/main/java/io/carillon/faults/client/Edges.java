package io.carillon.faults.client;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Random;

/** The addresses at which clients find the service; any of them will do. */
public final class Edges {
  private final List<SocketAddress> addresses;

  /** One address or more. */
  public Edges(List<SocketAddress> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a client needs an address to go to");
    }
    this.addresses = List.copyOf(addresses);
  }

  /** Any of them, but the one that just failed only if there is no other. */
  SocketAddress next(SocketAddress failed, Random random) {
    List<SocketAddress> others =
        addresses.stream().filter(address -> !address.equals(failed)).toList();
    List<SocketAddress> candidates = others.isEmpty() ? addresses : others;
    return candidates.get(random.nextInt(candidates.size()));
  }
}
