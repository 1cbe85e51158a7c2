package io.carillon.presence.token;

import io.carillon.protocol.Check;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Grant;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.Key;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * Checks the tokens that clients say hello with: JWTs (RFC 7519) signed by HS256 with an app's
 * secret, or by RS256, ES256 or EdDSA with a key that is configured or published. Which algorithm
 * may be used follows from the key alone.
 *
 * <p>Safe for use by several threads; never blocks.
 */
public final class TokenVerifier {
  private static final int MAX_TOKEN_CHARS = 16 * 1024;

  /** For the clocks of others; a token is never taken after its own end. */
  private static final int NOT_BEFORE_LEEWAY_SECONDS = 5;

  private static final Set<String> PUBLIC_KEY_ALGORITHMS =
      Set.of(
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.EDDSA);

  private final TokenSettings settings;
  private final PublishedKeys publishedKeys;
  private final Clock clock;

  TokenVerifier(TokenSettings settings, PublishedKeys publishedKeys, Clock clock) {
    this.settings = settings;
    this.publishedKeys = publishedKeys;
    this.clock = clock;
  }

  /**
   * A verifier after the settings {@code carillon.token.*} and {@code carillon.app.*}. Blocks.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if one of them is wrong
   */
  public static TokenVerifier create(Vertx vertx, Settings settings, Path dataFolder, Clock clock) {
    TokenSettings read = TokenSettings.read(settings, dataFolder);
    PublishedKeys published =
        read.jwksUrl() == null
            ? null
            : new PublishedKeys(vertx, read.jwksUrl(), () -> System.nanoTime() / 1_000_000);
    return new TokenVerifier(read, published, clock);
  }

  /**
   * Checks a token.
   *
   * @return fails with {@link ProtocolException}: {@code token_expired}, {@code
   *     token_not_yet_valid}, {@code token_invalid}, or {@code unavailable} if keys could not be
   *     fetched; with {@link ConfigurationException} if the app's secret can't be used. Completes
   *     on the context of the caller, at once unless keys must be fetched
   */
  public Future<AccessToken> verify(String token) {
    return check(token).recover(problem -> Future.failedFuture(Forgery.uncovered(problem)));
  }

  /**
   * Checks a token; the same as {@link #verify}, but what fails on the signature or the algorithm
   * fails with {@link Forgery}.
   */
  Future<AccessToken> check(String token) {
    try {
      if (token.length() > MAX_TOKEN_CHARS) {
        throw invalid("is too long");
      }
      JsonWebSignature signed = new JsonWebSignature();
      signed.setCompactSerialization(token);
      String algorithm = signed.getAlgorithmHeaderValue();
      if (AlgorithmIdentifiers.HMAC_SHA256.equals(algorithm)) {
        Key key = new HmacKey(settings.secretOf().apply(claimedApp(signed)));
        return Future.succeededFuture(accept(token, algorithm, List.of(key)));
      }
      if (algorithm == null || !PUBLIC_KEY_ALGORITHMS.contains(algorithm)) {
        throw new Forgery(invalid("is not signed by HS256, RS256, ES256 or EdDSA"));
      }
      String keyId = signed.getKeyIdHeaderValue();
      return keysFor(keyId, algorithm).map(keys -> accept(token, algorithm, keys));
    } catch (ProtocolException | Forgery | ConfigurationException refusal) {
      return Future.failedFuture(refusal);
    } catch (JoseException | InvalidJwtException e) {
      return Future.failedFuture(invalid("is not a signed JWT"));
    }
  }

  private Future<List<Key>> keysFor(String keyId, String algorithm) {
    List<Key> configured = new ArrayList<>();
    settings.publicKeys().stream()
        .filter(key -> algorithm.equals(SignatureAlgorithm.of(key)))
        .forEach(configured::add);
    if (publishedKeys == null) {
      return Future.succeededFuture(configured);
    }
    return publishedKeys
        .candidates(keyId, algorithm)
        .map(
            published -> {
              configured.addAll(published);
              return configured;
            })
        .recover(
            problem ->
                configured.isEmpty()
                    ? Future.failedFuture(problem)
                    : Future.succeededFuture(configured));
  }

  /**
   * Whose token it claims to be, as nobody has checked yet; empty if it does not even say that in a
   * way that could be true.
   */
  static Optional<UserRef> claimedUser(String token) {
    try {
      if (token.length() > MAX_TOKEN_CHARS) {
        return Optional.empty();
      }
      JsonWebSignature signed = new JsonWebSignature();
      signed.setCompactSerialization(token);
      JwtClaims claims = JwtClaims.parse(signed.getUnverifiedPayload());
      return Optional.of(new UserRef(appOf(claims), Check.userId("sub", claims.getSubject())));
    } catch (ProtocolException
        | JoseException
        | InvalidJwtException
        | MalformedClaimException nobody) {
      return Optional.empty();
    }
  }

  /** Read before the signature is checked, and used for nothing but the choice of the key. */
  private static String claimedApp(JsonWebSignature unverified)
      throws JoseException, InvalidJwtException {
    try {
      return appOf(JwtClaims.parse(unverified.getUnverifiedPayload()));
    } catch (MalformedClaimException e) {
      throw invalid("has an app that is no text");
    } catch (ProtocolException wrongApp) {
      throw wrongClaim(wrongApp);
    }
  }

  private static String appOf(JwtClaims claims) throws MalformedClaimException {
    String app = claims.getStringClaimValue("app");
    return app == null ? "default" : Check.app("app", app);
  }

  private AccessToken accept(String token, String algorithm, List<Key> keys) {
    for (Key key : keys) {
      try {
        return read(consumer(algorithm, key).build().processToClaims(token));
      } catch (InvalidJwtException e) {
        if (!e.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
          throw refusal(e);
        }
      } catch (MalformedClaimException e) {
        throw invalid("has a claim of the wrong type");
      }
    }
    throw new Forgery(invalid("is not signed with a key that is known"));
  }

  private JwtConsumerBuilder consumer(String algorithm, Key key) {
    JwtConsumerBuilder consumer =
        new JwtConsumerBuilder()
            .setVerificationKey(key)
            .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, algorithm)
            .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
            .setAllowedClockSkewInSeconds(NOT_BEFORE_LEEWAY_SECONDS)
            .setRequireExpirationTime()
            .setRequireSubject();
    if (settings.issuer() != null) {
      consumer.setExpectedIssuer(settings.issuer());
    }
    if (settings.audience() != null) {
      consumer.setExpectedAudience(settings.audience());
    } else {
      consumer.setSkipDefaultAudienceValidation();
    }
    return consumer;
  }

  private AccessToken read(JwtClaims claims) throws MalformedClaimException {
    long expiresAt = claims.getExpirationTime().getValueInMillis();
    if (expiresAt <= clock.millis()) {
      throw new ProtocolException(ErrorCode.TOKEN_EXPIRED, "the token has expired");
    }
    try {
      UserRef user = new UserRef(appOf(claims), Check.userId("sub", claims.getSubject()));
      String device = claims.getStringClaimValue("device");
      return new AccessToken(
          user,
          device == null ? null : Check.deviceId("device", device),
          grants(claims),
          expiresAt);
    } catch (ProtocolException problem) {
      throw wrongClaim(problem);
    }
  }

  /** Grants that are not known are ignored: they may be those of a later version. */
  private static Set<Grant> grants(JwtClaims claims) throws MalformedClaimException {
    if (!claims.hasClaim("grants")) {
      return EnumSet.of(Grant.CALL, Grant.PRESENCE);
    }
    EnumSet<Grant> grants = EnumSet.noneOf(Grant.class);
    for (String name : claims.getStringListClaimValue("grants")) {
      for (Grant grant : Grant.values()) {
        if (grant.code().equals(name)) {
          grants.add(grant);
        }
      }
    }
    return grants;
  }

  private static ProtocolException refusal(InvalidJwtException problem) {
    if (problem.hasErrorCode(ErrorCodes.EXPIRED)) {
      return new ProtocolException(ErrorCode.TOKEN_EXPIRED, "the token has expired");
    }
    if (problem.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
      return new ProtocolException(
          ErrorCode.TOKEN_NOT_YET_VALID, "the token is not valid yet: see its nbf");
    }
    if (problem.hasErrorCode(ErrorCodes.ISSUER_INVALID)
        || problem.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
      return invalid("is of another issuer");
    }
    if (problem.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
        || problem.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
      return invalid("is for another audience");
    }
    return invalid("lacks a claim that is required, or can't be read");
  }

  private static ProtocolException wrongClaim(ProtocolException problem) {
    return invalid("has a claim that is not allowed: " + problem.getMessage());
  }

  private static ProtocolException invalid(String problem) {
    return new ProtocolException(ErrorCode.TOKEN_INVALID, "the token " + problem);
  }
}
