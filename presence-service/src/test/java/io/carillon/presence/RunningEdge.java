package io.carillon.presence;

import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** A node that runs presence-service, with {@link FakeCalls} at its side. */
final class RunningEdge implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final FakeCalls calls = new FakeCalls();
  final PresenceService presence;
  private final Path data;
  private final Node node;

  private RunningEdge(Map<String, String> settings) throws IOException {
    data = Files.createTempDirectory("carillon-presence");
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("carillon.port", "0");
    all.put("carillon.admin-port", "0");
    all.put("carillon.host", "127.0.0.1");
    all.put("carillon.data", data.toString());
    presence =
        new PresenceService(
            router -> router.get("/page").handler(request -> request.response().end("a page")));
    node = Node.start(Settings.load(all, Map.of(), null), List.of(calls, presence));
  }

  /** Starts one with alternating names and values of settings. */
  static RunningEdge with(String... namesAndValues) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new RunningEdge(settings);
  }

  /** Starts one that listens on that port. */
  static RunningEdge onPort(String port) throws IOException {
    return with("carillon.port", port);
  }

  HttpResponse<String> get(URI uri) {
    try {
      return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  URI http(String path) {
    return URI.create("http://127.0.0.1:" + presence.port() + path);
  }

  URI admin(String path) {
    return URI.create("http://127.0.0.1:" + node.adminPort() + path);
  }

  URI webSocket() {
    return URI.create("ws://127.0.0.1:" + presence.port() + "/v1/ws");
  }

  Path secretFile() {
    return data.resolve("secret");
  }

  void drain() {
    node.drain();
  }

  /** A user id that no other test has. */
  static String newUser(String name) {
    return name + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  }

  String token(String user) {
    return token(claims(user, 3_600_000));
  }

  static JwtClaims claims(String user, long validMs) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject(user);
    claims.setExpirationTime(NumericDate.fromMilliseconds(System.currentTimeMillis() + validMs));
    return claims;
  }

  String token(JwtClaims claims) {
    try {
      String secret = Files.readString(secretFile()).strip();
      JsonWebSignature signature = new JsonWebSignature();
      signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
      signature.setKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)));
      signature.setPayload(claims.toJson());
      return signature.getCompactSerialization();
    } catch (IOException | JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  TestClient open() {
    return TestClient.open(webSocket(), Map.of());
  }

  /** A new socket on which that user's device has said hello. */
  TestClient connect(String user, String device) {
    TestClient client = open();
    client.expect("welcome");
    client.hello(token(user), device);
    return client;
  }

  @Override
  public void close() throws IOException {
    node.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
