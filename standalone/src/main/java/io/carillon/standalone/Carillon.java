package io.carillon.standalone;

import io.carillon.call.CallService;
import io.carillon.media.MediaService;
import io.carillon.presence.PresenceService;
import io.carillon.push.PushService;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.token.TokenIssuer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All four services in one process: one member, which joins nobody. Started and closed by a thread
 * that may block.
 */
public final class Carillon implements AutoCloseable {
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
   * Starts with those settings.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if a setting is wrong or a port is
   *     taken
   */
  public static Carillon start(Settings settings) {
    boolean demo = settings.flag("carillon.demo", true);
    Path dataFolder = settings.path("carillon.data", Path.of("data"));
    PresenceService edge =
        new PresenceService(
            router -> {
              if (demo) {
                new DemoPage(TokenIssuer.of(settings, dataFolder)).mount(router);
              }
            });
    // The edge comes last: whoever connects finds the other three.
    Node node =
        Node.start(
            settings, List.of(new PushService(), new MediaService(), new CallService(), edge));
    return new Carillon(node, edge);
  }

  /** The port of the public listener. */
  public int port() {
    return edge.port();
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
