package io.carillon.media.bridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up, again and again, which bridges a name leads to. While it can't be looked up those that
 * were found before remain. Confined to one context.
 */
final class BridgeDiscovery {
  /** How often it looks, milliseconds. */
  static final long INTERVAL_MS = 10_000;

  private static final Logger log = LoggerFactory.getLogger(BridgeDiscovery.class);

  private final Vertx vertx;
  private final BridgeName name;
  private final Consumer<Collection<BridgeAddress>> found;
  private boolean failing;

  BridgeDiscovery(Vertx vertx, BridgeName name, Consumer<Collection<BridgeAddress>> found) {
    this.vertx = vertx;
    this.name = name;
    this.found = found;
  }

  /** Looks, and again at that interval in milliseconds; ends with the context. */
  void start(long intervalMs) {
    look()
        .onSuccess(
            addresses -> {
              failing = false;
              found.accept(addresses);
            })
        .onFailure(this::failed)
        .onComplete(done -> vertx.setTimer(intervalMs, tick -> start(intervalMs)));
  }

  /** The public DNS client knows no search domains, which names in Kubernetes rely on. */
  private Future<List<BridgeAddress>> look() {
    return ((VertxInternal) vertx)
        .nameResolver()
        .resolveAll(name.host())
        .map(sockets -> sockets.stream().map(InetSocketAddress::getAddress).toList())
        .map(this::bridges);
  }

  /** Of a name with addresses of both families it is IPv4: each bridge would be there twice. */
  private List<BridgeAddress> bridges(List<InetAddress> addresses) {
    boolean four = addresses.stream().anyMatch(Inet4Address.class::isInstance);
    return addresses.stream()
        .filter(address -> !four || address instanceof Inet4Address)
        .map(InetAddress::getHostAddress)
        .distinct()
        .map(address -> new BridgeAddress(url(address), null))
        .toList();
  }

  private URI url(String address) {
    String host = address.contains(":") ? '[' + address + ']' : address;
    return URI.create("http://" + host + ':' + name.port());
  }

  private void failed(Throwable problem) {
    if (!failing) {
      failing = true;
      log.atWarn()
          .addKeyValue("name", name.host())
          .addKeyValue("problem", problem.getMessage())
          .log("no videobridges can be looked up; those that are known stay");
    }
  }
}
