package io.carillon.faults.cluster;

import java.util.Locale;

/** What a node is for. */
public enum Role {
  /** Holds a share of the calls. */
  CALL("call"),
  /** Has the clients; the services that hold nothing are in the same process. */
  EDGE("presence,sfu,push");

  private final String services;

  Role(String services) {
    this.services = services;
  }

  String services() {
    return services;
  }

  /** In lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
