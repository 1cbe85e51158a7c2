package io.carillon.conformance;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class its server. Those of {@link #withDefaults}, {@link #impatient} and {@link
 * #withTurn} are shared by all classes and end with the test run, the others with their class.
 * After each test the clients that it opened leave, and what any of them saw must have kept to
 * {@link SessionRules}.
 *
 * <p>Users are new in each test, so that tests share a server without meeting.
 */
final class ServerUnderTest
    implements Entrance, BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  /** The key of the TURN credentials that the server gives out. */
  static final String TURN_SECRET = "conformance-turn-secret";

  static final List<String> TURN_URLS =
      List.of(
          "turn:turn.example.org:3478?transport=udp", "turn:turn.example.org:3478?transport=tcp");

  private static final ExtensionContext.Namespace SERVERS =
      ExtensionContext.Namespace.create(ServerUnderTest.class);

  private final Map<String, String> settings;
  private final boolean shared;
  private final boolean threeNodes;
  private final List<TestClient> clients = new CopyOnWriteArrayList<>();
  private RunningServer running;

  private ServerUnderTest(Map<String, String> settings, boolean shared) {
    this(settings, shared, false);
  }

  private ServerUnderTest(Map<String, String> settings, boolean shared, boolean threeNodes) {
    this.settings = settings;
    this.shared = shared;
    this.threeNodes = threeNodes;
  }

  /** A server as it is out of the box. */
  static ServerUnderTest withDefaults() {
    return new ServerUnderTest(Map.of(), true);
  }

  /** A server as it is out of the box that no other class uses, so that a test may stop it. */
  static ServerUnderTest ofItsOwn() {
    return new ServerUnderTest(Map.of(), false);
  }

  /** A cluster of two nodes that hold calls and an edge, which no other class uses. */
  static ServerUnderTest ofThreeNodes(String... namesAndValues) {
    return new ServerUnderTest(settings(namesAndValues), false, true);
  }

  /** A server of this class alone, with alternating names and values of settings. */
  static ServerUnderTest with(String... namesAndValues) {
    return new ServerUnderTest(settings(namesAndValues), false);
  }

  private static Map<String, String> settings(String... namesAndValues) {
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return settings;
  }

  /** A server that waits for nothing long, for what happens when time runs out. */
  static ServerUnderTest impatient() {
    return new ServerUnderTest(
        settings(
            "carillon.call.ring-timeout", "PT3S",
            "carillon.call.reconnect-grace", "PT3S",
            "carillon.presence.offline-grace", "PT3S",
            "carillon.edge.hello-timeout", "PT4S",
            "carillon.edge.ping-interval", "PT2S",
            "carillon.edge.pong-timeout", "PT3S",
            "carillon.edge.resume-ttl", "PT0.5S",
            "carillon.turn.urls", String.join(",", TURN_URLS),
            "carillon.turn.secret", TURN_SECRET,
            "carillon.turn.ttl", "PT6S"),
        true);
  }

  /** A server with a TURN server of an hour's credentials. */
  static ServerUnderTest withTurn() {
    return new ServerUnderTest(
        settings(
            "carillon.turn.urls",
            String.join(",", TURN_URLS),
            "carillon.turn.secret",
            TURN_SECRET,
            "carillon.turn.ttl",
            "PT1H"),
        true);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (RunningServer.isElsewhere() && !(shared && settings.isEmpty())) {
      String reason =
          context.getDisplayName()
              + " is skipped: it needs a server of its own with the settings "
              + settings
              + ", and CARILLON_TEST_URL names a running one";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
    ExtensionContext owner = shared ? context.getRoot() : context;
    running =
        owner
            .getStore(SERVERS)
            .computeIfAbsent(shared ? settings : this, key -> start(), RunningServer.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> violations = new ArrayList<>();
    for (TestClient client : clients) {
      client.leave();
      violations.addAll(client.rules().violations());
    }
    clients.clear();
    if (!violations.isEmpty()) {
      throw new AssertionError(String.join("\n", violations));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!shared && running != null) {
      running.close();
    }
  }

  private RunningServer start() {
    try {
      if (RunningServer.isElsewhere()) {
        return RunningServer.elsewhere();
      }
      return threeNodes ? RunningServer.startThreeNodes(settings) : RunningServer.start(settings);
    } catch (Exception e) {
      throw new IllegalStateException("the server did not start with " + settings, e);
    }
  }

  /** A user that no other test has, whose id begins with this name. */
  TestUser user(String name) {
    String suffix = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    return new TestUser(this, name + "-" + suffix);
  }

  /** A new user with one device, {@code phone}, that has said hello. */
  TestClient connect(String name) {
    return user(name).connect("phone");
  }

  /** Ends the server; the future is done when it has ended. Only for one {@link #ofItsOwn}. */
  CompletableFuture<Void> stop() {
    return CompletableFuture.runAsync(running::close);
  }

  /**
   * Ends the server and starts another with the same settings and data, on ports of its own. Only
   * for one that no other class uses.
   */
  void restart() {
    try {
      running = running.restart().run();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not start again", e);
    }
  }

  /** What it consists of. Only for one {@link #ofThreeNodes}. */
  ThreeNodes nodes() {
    return running.nodes();
  }

  URI baseUri() {
    return running.baseUri();
  }

  URI adminUri() {
    return running.adminUri();
  }

  /** What administrators show on the admin listener. */
  String adminKey() {
    return running.adminKey();
  }

  @Override
  public URI webSocketUri() {
    return running.webSocketUri();
  }

  @Override
  public byte[] secret() {
    return running.secret().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public TestClient track(TestClient client) {
    clients.add(client);
    return client;
  }
}
