package io.carillon.standalone;

import io.carillon.call.CallService;
import io.carillon.media.MediaService;
import io.carillon.presence.PresenceService;
import io.carillon.push.PushService;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.token.TokenIssuer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One process of Carillon: all four services, or those that are chosen. Alone it is a member that
 * joins nobody. Started and closed by a thread that may block.
 */
public final class Carillon implements AutoCloseable {
  private static final int NO_PORT = -1;

  private final Node node;
  private final PresenceService edge;

  private Carillon(Node node, PresenceService edge) {
    this.node = node;
    this.edge = edge;
  }

  /**
   * Starts with those settings and nothing else: no environment, no file.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if a setting is wrong or a port is
   *     taken
   */
  public static Carillon start(Map<String, String> settings) {
    return start(Settings.load(settings, Map.of(), null));
  }

  /**
   * Starts with those settings. A node that holds no data waits here for one that does.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if a setting is wrong or a port is
   *     taken
   */
  public static Carillon start(Settings settings) {
    Set<ServiceName> chosen = ServiceName.chosen(settings);
    PresenceService edge = chosen.contains(ServiceName.PRESENCE) ? edge(settings) : null;
    List<CarillonService> services = new ArrayList<>();
    for (ServiceName name : chosen) {
      services.add(
          switch (name) {
            case PUSH -> new PushService();
            case SFU -> new MediaService();
            case CALL -> new CallService();
            case PRESENCE -> edge;
          });
    }
    return new Carillon(Node.start(settings, services), edge);
  }

  private static PresenceService edge(Settings settings) {
    boolean demo = settings.flag("carillon.demo", true);
    Path dataFolder = settings.path("carillon.data", Path.of("data"));
    return new PresenceService(
        router -> {
          if (demo) {
            new DemoPage(TokenIssuer.of(settings, dataFolder)).mount(router);
          }
        });
  }

  /** The port of the public listener; -1 where the edge is not among the services. */
  public int port() {
    return edge == null ? NO_PORT : edge.port();
  }

  /** The port of the admin listener. */
  public int adminPort() {
    return node.adminPort();
  }

  /** Sends the clients away, ends what is under way, and leaves. */
  @Override
  public void close() {
    node.drain();
    node.close();
  }
}
