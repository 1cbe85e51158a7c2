package io.carillon.presence.edge;

import io.carillon.presence.roster.Attendance;
import io.carillon.presence.token.HelloTokens;
import io.carillon.presence.token.TokenVerifier;
import io.carillon.runtime.ServiceContext;

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
  private final String welcome;
  private volatile boolean draining;

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

  boolean isDraining() {
    return draining;
  }

  /** From now on new sockets are turned away. */
  public void startDraining() {
    draining = true;
  }
}
