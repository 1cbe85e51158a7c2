package io.carillon.presence.token;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.runtime.cluster.Stage;
import io.carillon.runtime.http.ResponseBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.security.Key;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys at a JWKS address (RFC 7517). Fetched when first needed, again when a token names
 * a key that is not among them, at most once in {@value #MIN_INTERVAL_MS} ms, and anew when they
 * are older than {@value #MAX_AGE_MS} ms, so that a key that was withdrawn goes out of use.
 *
 * <p>Safe for use by several threads; never blocks; futures complete on the context of the caller.
 */
final class PublishedKeys {
  static final long MIN_INTERVAL_MS = 30_000;
  static final long MAX_AGE_MS = 600_000;
  private static final long FETCH_TIMEOUT_MS = 2_500;
  private static final int MAX_BYTES = 256 * 1024;
  private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);

  private final Vertx vertx;
  private final URI url;
  private final HttpClientAgent client;
  private final LongSupplier monotonicMs;
  private List<JsonWebKey> keys;
  private Future<List<JsonWebKey>> fetch;
  private long fetchedAt;

  PublishedKeys(Vertx vertx, URI url, LongSupplier monotonicMs) {
    this.vertx = vertx;
    this.url = url;
    this.monotonicMs = monotonicMs;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout((int) FETCH_TIMEOUT_MS).setKeepAlive(false));
  }

  /**
   * The keys that a token may have been signed with.
   *
   * @param keyId the token's {@code kid}; null means any key of that algorithm
   * @return fails with {@code unavailable} if the keys can't be fetched and none is known that fits
   */
  Future<List<Key>> candidates(String keyId, String algorithm) {
    List<JsonWebKey> known;
    Future<List<JsonWebKey>> underWay;
    synchronized (this) {
      known = keys;
      List<Key> fitting = fitting(known, keyId, algorithm);
      long age = monotonicMs.getAsLong() - fetchedAt;
      boolean mayFetch = fetch == null || (fetch.isComplete() && age >= MIN_INTERVAL_MS);
      if (mayFetch && (fitting.isEmpty() || age >= MAX_AGE_MS)) {
        fetchedAt = monotonicMs.getAsLong();
        fetch = fetch();
      }
      if (!fitting.isEmpty()) {
        return Future.succeededFuture(fitting);
      }
      underWay = fetch;
    }
    return Stage.toFuture(vertx, underWay.toCompletionStage())
        .recover(problem -> known == null ? Future.failedFuture(problem) : unchanged(known))
        .map(fetched -> fitting(fetched, keyId, algorithm));
  }

  private static Future<List<JsonWebKey>> unchanged(List<JsonWebKey> known) {
    return Future.succeededFuture(known);
  }

  private Future<List<JsonWebKey>> fetch() {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(url.toString())
            .setTimeout(FETCH_TIMEOUT_MS)
            .putHeader("Accept", "application/json");
    return client
        .request(request)
        .compose(sent -> sent.send().compose(response -> ResponseBody.of200(response, MAX_BYTES)))
        .timeout(2 * FETCH_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .map(PublishedKeys::parse)
        .onSuccess(this::keep)
        .recover(
            problem -> {
              log.atWarn().addKeyValue("cause", problem.getMessage()).log("JWKS fetch failed");
              return Future.failedFuture(
                  new ProtocolException(
                      ErrorCode.UNAVAILABLE, "the keys that tokens are signed with are not there"));
            });
  }

  private synchronized void keep(List<JsonWebKey> fetched) {
    keys = fetched;
  }

  private static List<JsonWebKey> parse(Buffer body) {
    try {
      return new JsonWebKeySet(body.toString())
          .getJsonWebKeys().stream()
              .filter(key -> key.getUse() == null || key.getUse().equals("sig"))
              .filter(key -> algorithmOf(key) != null)
              .toList();
    } catch (JoseException e) {
      throw new IllegalArgumentException("not a key set", e);
    }
  }

  private static List<Key> fitting(List<JsonWebKey> keys, String keyId, String algorithm) {
    if (keys == null) {
      return List.of();
    }
    return keys.stream()
        .filter(key -> keyId == null || keyId.equals(key.getKeyId()))
        .filter(key -> algorithm.equals(algorithmOf(key)))
        .map(JsonWebKey::getKey)
        .toList();
  }

  private static String algorithmOf(JsonWebKey key) {
    String algorithm = SignatureAlgorithm.of(key.getKey());
    return key.getAlgorithm() == null || Objects.equals(key.getAlgorithm(), algorithm)
        ? algorithm
        : null;
  }
}
