package io.carillon.presence.edge;

import io.carillon.presence.roster.Attendance;
import io.carillon.presence.token.HelloTokens;
import io.carillon.presence.token.TokenVerifier;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.bus.Insistence;
import java.time.Duration;

/** What the loops of one node's edge share. Safe for use by several threads. */
public final class Edge {
  private final ServiceContext node;
  private final EdgeSettings settings;
  private final TokenVerifier tokens;
  private final HelloTokens helloTokens;
  private final EdgeMetrics metrics;
  private final SessionIndex index = new SessionIndex();
  private final HelloLimits helloLimits;
  private final OriginPolicy origins;
  private final Attendance attendance;
  private final Insistence patience;
  private final Insistence helloPatience;
  private final String welcome;
  private volatile boolean draining;
  private volatile boolean cutOff;

  /** The edge of that node. */
  public Edge(ServiceContext node, EdgeSettings settings, TokenVerifier tokens) {
    this.node = node;
    this.settings = settings;
    this.tokens = tokens;
    this.helloTokens = new HelloTokens(tokens, Edge::monotonicMs);
    this.metrics = new EdgeMetrics(node.metrics());
    this.helloLimits = new HelloLimits(settings.hellosPerSecond(), Edge::monotonicMs);
    this.origins = new OriginPolicy(settings.allowedOrigins());
    this.attendance = new Attendance(node, index);
    this.patience = new Insistence(node.vertx(), Duration.ofMillis(settings.unavailablePatience()));
    this.helloPatience =
        new Insistence(
            node.vertx(),
            Duration.ofMillis(Math.min(settings.unavailablePatience(), settings.helloTimeout())));
    this.welcome = Frames.welcome(settings.helloTimeout());
  }

  /** Milliseconds that only ever count up, for lengths of time. */
  static long monotonicMs() {
    return System.nanoTime() / 1_000_000;
  }

  /** Who is online. */
  public Attendance attendance() {
    return attendance;
  }

  /** How long a node that does not answer is asked again, or another one in its place. */
  Insistence patience() {
    return patience;
  }

  /** The same while a client waits to be signed in. */
  Insistence helloPatience() {
    return helloPatience;
  }

  ServiceContext node() {
    return node;
  }

  EdgeSettings settings() {
    return settings;
  }

  TokenVerifier tokens() {
    return tokens;
  }

  HelloTokens helloTokens() {
    return helloTokens;
  }

  EdgeMetrics metrics() {
    return metrics;
  }

  SessionIndex index() {
    return index;
  }

  HelloLimits helloLimits() {
    return helloLimits;
  }

  OriginPolicy origins() {
    return origins;
  }

  String welcome() {
    return welcome;
  }

  /** The wall clock, in milliseconds since the epoch. */
  long wallMs() {
    return node.clock().millis();
  }

  /** Whether clients are to go to another node. */
  boolean turnsAway() {
    return draining || cutOff;
  }

  boolean isCutOff() {
    return cutOff;
  }

  /** On the smaller side of a split network nothing can be written: clients are turned away. */
  public void cutOff(boolean now) {
    cutOff = now;
  }

  /** From now on new sockets are turned away. */
  public void startDraining() {
    draining = true;
  }
}
