package io.carillon.presence.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.UserRef;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Checks the tokens of hellos, and slows down those who guess: after {@value Guesses#FREE} forged
 * tokens that claimed one user from one address within ten minutes, each further hello from there
 * that claims this user waits before its token is looked at, first half a second, then twice as
 * long each time, up to 15 s. Hellos that come side by side wait one behind the other. A good token
 * ends it. A token that has only expired is no guess.
 *
 * <p>Safe for use by several threads; never blocks. What it remembers is bounded.
 */
public final class HelloTokens {
  private static final int MAX_REMEMBERED = 100_000;

  private final TokenVerifier tokens;
  private final LongSupplier monotonicMs;
  private final Cache<Claim, Guesses> guesses;

  private record Claim(String address, UserRef user) {}

  /** With that verifier, by a clock in milliseconds that only counts up. */
  public HelloTokens(TokenVerifier tokens, LongSupplier monotonicMs) {
    this.tokens = tokens;
    this.monotonicMs = monotonicMs;
    this.guesses =
        Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(Duration.ofMillis(Guesses.WINDOW_MS))
            .ticker(() -> monotonicMs.getAsLong() * 1_000_000)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Gives a hello its place in the queue of those who guess.
   *
   * @param patience how long it can wait, in milliseconds
   * @return how long it has to wait, in milliseconds; 0: not at all
   * @throws ProtocolException {@code rate_limited} if that is longer than it can
   */
  public long delay(String address, String token, long patience) {
    if (guesses.asMap().isEmpty()) {
      // Nearly always, and cheaper than a look into the token.
      return 0;
    }
    long now = monotonicMs.getAsLong();
    long[] wait = new long[1];
    claim(address, token)
        .ifPresent(
            claim ->
                guesses
                    .asMap()
                    .computeIfPresent(
                        claim,
                        (key, known) -> {
                          wait[0] = known.areMany(now) ? known.queue(now, patience) : 0;
                          return known;
                        }));
    if (wait[0] > patience) {
      throw new ProtocolException(
          ErrorCode.RATE_LIMITED,
          "too many tokens of this user were refused here",
          wait[0] - patience);
    }
    return wait[0];
  }

  /**
   * Checks the token of a hello that has waited as long as it had to.
   *
   * @return as {@link TokenVerifier#verify}
   */
  public Future<AccessToken> verify(String address, String token) {
    return tokens
        .check(token)
        .onSuccess(good -> guesses.invalidate(new Claim(address, good.user())))
        .recover(
            problem -> {
              if (problem instanceof Forgery) {
                claim(address, token).ifPresent(this::count);
              }
              return Future.failedFuture(Forgery.uncovered(problem));
            });
  }

  private void count(Claim claim) {
    guesses
        .asMap()
        .compute(
            claim,
            (key, known) -> {
              Guesses all = known == null ? new Guesses() : known;
              all.add(monotonicMs.getAsLong());
              return all;
            });
  }

  private static Optional<Claim> claim(String address, String token) {
    return TokenVerifier.claimedUser(token).map(user -> new Claim(address, user));
  }
}
