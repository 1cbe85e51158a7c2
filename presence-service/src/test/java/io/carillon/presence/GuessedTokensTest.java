package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who tries forged tokens is slowed down; a sign-in here may take twelve seconds. */
class GuessedTokensTest {
  private static RunningEdge edge;

  private final String user = RunningEdge.newUser("alice");

  @BeforeAll
  static void start() throws IOException {
    edge = RunningEdge.with("carillon.edge.hello-timeout", "4s");
  }

  @AfterAll
  static void stop() throws IOException {
    edge.close();
  }

  @Test
  void aHelloAfterTenForgedTokensWaitsAndAGoodTokenEndsThat() {
    guess(10);
    double waited = delays("waited");
    long start = System.nanoTime();

    edge.connect(user, "phone");

    assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(500);
    assertThat(delays("waited")).isEqualTo(waited + 1);
    edge.connect(user, "phone");
    assertThat(delays("waited")).isEqualTo(waited + 1);
  }

  @Test
  void hellosSideBySideQueueAndWhatIsTooLongIsRefusedAtOnce() {
    guess(10);
    TestClient first = edge.open();
    String hello = sayAndWait(first, forged());
    // Half a second for the first, then 1, 2 and 4 more; 8 more are too many.
    for (int i = 0; i < 3; i++) {
      sayAndWait(edge.open(), forged());
    }
    TestClient last = edge.open();

    JsonNode refused = last.request("hello", hello(edge.token(user))).path("error");

    assertThat(refused.path("code").asText()).isEqualTo("rate_limited");
    assertThat(refused.path("retryAfterMs").asLong()).isBetween(1L, 3_500L);
    assertThat(last.closeCode()).isEqualTo(4429);
    assertThat(first.reply(hello).path("error").path("code").asText()).isEqualTo("token_invalid");
  }

  /** Says hello and returns its id once it waits for its turn. */
  private static String sayAndWait(TestClient client, String token) {
    double before = delays("waited");
    String id = client.send("hello", hello(token));
    await().until(() -> delays("waited") == before + 1);
    return id;
  }

  @Test
  void anotherUserFromTheSameAddressDoesNotWait() {
    guess(10);
    double waited = delays("waited");

    edge.connect(RunningEdge.newUser("bob"), "phone");

    assertThat(delays("waited")).isEqualTo(waited);
  }

  private void guess(int times) {
    for (int i = 0; i < times; i++) {
      TestClient mallory = edge.open();
      mallory.expect("welcome");
      JsonNode reply = mallory.request("hello", hello(forged()));
      assertThat(reply.path("type").asText()).isEqualTo("error");
      mallory.drop();
    }
  }

  /** A token of the user whose signature belongs to another one. */
  private String forged() {
    String token = edge.token(user);
    String other = edge.token(RunningEdge.newUser("mallory"));
    return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
  }

  private static Map<String, Object> hello(String token) {
    return Map.of("token", token, "device", Map.of("id", "phone"));
  }

  private static double delays(String result) {
    String page = edge.get(edge.admin("/metrics")).body();
    Matcher line =
        Pattern.compile(
                "^carillon_hello_delays_total\\{result=\"" + result + "\"} (\\S+)$",
                Pattern.MULTILINE)
            .matcher(page);
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }
}
