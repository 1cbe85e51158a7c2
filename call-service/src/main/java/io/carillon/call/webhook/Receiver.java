package io.carillon.call.webhook;

import java.net.URI;

/** One address that deliveries go to, maybe for several apps. Confined to one context. */
final class Receiver {
  /** Deliveries under way to one address. */
  static final int AT_ONCE = 16;

  private final URI url;
  private int underWay;
  private boolean gone;

  Receiver(URI url) {
    this.url = url;
  }

  URI url() {
    return url;
  }

  /** How many more deliveries may be under way. */
  int room() {
    return gone ? 0 : AT_ONCE - underWay;
  }

  void begin() {
    underWay++;
  }

  void end() {
    underWay--;
  }

  /** It said that it wants nothing any more; returns whether that is news. */
  boolean leave() {
    boolean news = !gone;
    gone = true;
    return news;
  }

  boolean isGone() {
    return gone;
  }
}
