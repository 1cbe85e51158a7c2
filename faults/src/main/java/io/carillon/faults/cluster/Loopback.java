package io.carillon.faults.cluster;

import java.util.List;

/** All on 127.0.0.1, where nobody can be cut off. */
final class Loopback implements Network {
  private static final String HOST = "127.0.0.1";

  @Override
  public void add(String node) {}

  @Override
  public String clusterHost(String node) {
    return HOST;
  }

  @Override
  public String publicHost(String node) {
    return HOST;
  }

  @Override
  public String loadHost() {
    return HOST;
  }

  @Override
  public List<String> commandPrefix(String node) {
    return List.of();
  }

  @Override
  public void cut(String node) {
    throw new UnsupportedOperationException("nobody can be cut off on " + HOST);
  }

  @Override
  public void heal(String node) {
    throw new UnsupportedOperationException("nobody can be cut off on " + HOST);
  }

  @Override
  public void close() {}
}
