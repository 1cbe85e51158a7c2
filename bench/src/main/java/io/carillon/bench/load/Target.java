package io.carillon.bench.load;

import java.util.Objects;
import java.util.Optional;

/** A server on 127.0.0.1 that takes the load, and how one signs in there. */
public final class Target {

  private final Dialect dialect;
  private final int port;
  private final TokenSigner tokens;

  private Target(Dialect dialect, int port, TokenSigner tokens) {
    this.dialect = dialect;
    this.port = port;
    this.tokens = tokens;
  }

  /** Carillon: users sign in by tokens. */
  public static Target carillon(int port, TokenSigner tokens) {
    return new Target(Dialect.CARILLON, port, Objects.requireNonNull(tokens, "tokens"));
  }

  /** The bare relay: users state their name in the address. */
  public static Target relay(int port) {
    return new Target(Dialect.RELAY, port, null);
  }

  /** How the server speaks back. */
  public Dialect dialect() {
    return dialect;
  }

  int port() {
    return port;
  }

  String uri(String userId) {
    return dialect == Dialect.RELAY ? "/v1/ws?user=" + userId : "/v1/ws";
  }

  Optional<String> token(String userId) {
    return Optional.ofNullable(tokens).map(signer -> signer.tokenFor(userId));
  }
}
