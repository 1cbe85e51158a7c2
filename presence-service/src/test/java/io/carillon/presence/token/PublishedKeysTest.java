package io.carillon.presence.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Key;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedKeysTest {
  private final KeyPair first = TestTokens.p256();
  private final KeyPair second = TestTokens.p256();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile int status = 200;
  private volatile String body;
  private Vertx vertx;
  private HttpServer server;
  private PublishedKeys keys;

  @BeforeEach
  void start() throws IOException {
    vertx = Vertx.vertx();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    int port = server.getAddress().getPort();
    keys = new PublishedKeys(vertx, URI.create("http://127.0.0.1:" + port + "/jwks"), now::get);
    publish(List.of(jwk(first, "one")));
  }

  @AfterEach
  void stop() throws Exception {
    server.stop(0);
    await(vertx.close());
  }

  @Test
  void aKeyIsFoundByItsIdAndFetchedOnce() throws Exception {
    assertThat(candidates("one")).containsExactly(first.getPublic());
    assertThat(candidates("one")).containsExactly(first.getPublic());
    assertThat(fetches).hasValue(1);
  }

  @Test
  void withoutAnIdEveryKeyOfTheAlgorithmMayFit() throws Exception {
    publish(List.of(jwk(first, "one"), jwk(second, "two"), jwk(TestTokens.ed25519(), "three")));

    assertThat(candidates(null)).containsExactly(first.getPublic(), second.getPublic());
  }

  @Test
  void anUnknownIdIsAskedForAtMostEvery30Seconds() throws Exception {
    candidates("one");
    publish(List.of(jwk(first, "one"), jwk(second, "two")));

    assertThat(candidates("two")).isEmpty();
    assertThat(fetches).hasValue(1);

    now.addAndGet(PublishedKeys.MIN_INTERVAL_MS);
    assertThat(candidates("two")).containsExactly(second.getPublic());
    assertThat(fetches).hasValue(2);
  }

  @Test
  void keysOfOtherUseOrAlgorithmAreNotTaken() throws Exception {
    JsonWebKey forEncryption = jwk(first, "enc");
    forEncryption.setUse("enc");
    JsonWebKey otherAlgorithm = jwk(second, "other");
    otherAlgorithm.setAlgorithm("ES384");
    publish(List.of(forEncryption, otherAlgorithm, jwk(TestTokens.curve("secp384r1"), "p384")));

    assertThat(candidates(null)).isEmpty();
  }

  @Test
  void whileTheAddressFailsKnownKeysServeAndUnknownOnesAreUnavailable() throws Exception {
    candidates("one");
    status = 500;
    now.addAndGet(PublishedKeys.MAX_AGE_MS);

    assertThat(candidates("one")).containsExactly(first.getPublic());
    Awaitility.await().until(() -> fetches.get() == 2);
    assertThat(candidates("one")).containsExactly(first.getPublic());
  }

  @Test
  void aFirstFetchThatFailsMakesTokensUnavailable() throws Exception {
    for (String wrong : List.of("no json", "{\"keys\":7}")) {
      body = wrong;
      now.addAndGet(PublishedKeys.MIN_INTERVAL_MS);
      assertThat(failure("one")).isEqualTo(ErrorCode.UNAVAILABLE);
    }
    status = 404;
    now.addAndGet(PublishedKeys.MIN_INTERVAL_MS);
    assertThat(failure("one")).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void aBodyWithoutEndIsGivenUp() throws Exception {
    body = " ".repeat(512 * 1024);

    assertThat(failure("one")).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  private void publish(List<JsonWebKey> all) {
    body =
        new JsonWebKeySet(new ArrayList<>(all)).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  private static JsonWebKey jwk(KeyPair pair, String id) {
    try {
      JsonWebKey key = JsonWebKey.Factory.newJwk(pair.getPublic());
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Key> candidates(String keyId) throws Exception {
    return await(keys.candidates(keyId, "ES256"));
  }

  private ErrorCode failure(String keyId) throws Exception {
    try {
      throw new AssertionError("found " + candidates(keyId));
    } catch (ExecutionException e) {
      return ((ProtocolException) e.getCause()).code();
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
  }
}
