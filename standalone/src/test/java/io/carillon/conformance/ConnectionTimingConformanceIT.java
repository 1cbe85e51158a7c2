package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 1: what the server does of itself, by its configured times, origins and drain. */
@DisplayName("1 Connection: pings, configured times, origins, drain")
class ConnectionTimingConformanceIT {

  @Nested
  @DisplayName("with short times")
  class ShortTimes {
    @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.impatient();

    @Test
    void theServerSaysTheTimesThatItKeeps() {
      TestClient alice = SERVER.user("alice").open("phone");

      assertThat(alice.welcome().path("helloTimeoutMs").asLong()).isEqualTo(4_000);
      alice.hello().ok();
      assertThat(alice.session().path("pingIntervalMs").asLong()).isEqualTo(2_000);
      assertThat(alice.session().path("resumeTtlMs").asLong()).isEqualTo(500);
    }

    @Test
    void theServerPingsEachPingInterval() {
      TestClient alice = SERVER.connect("alice");
      long start = System.nanoTime();

      alice.inbox().awaitPings(2, Inbox.PATIENCE);

      assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThan(2_000);
      alice.ok("ping");
    }

    @Test
    void aSocketThatAnswersPingsStays() {
      TestClient alice = SERVER.connect("alice");

      // Longer than ping interval and pong timeout together.
      alice.inbox().awaitPings(4, Inbox.PATIENCE);

      alice.ok("ping");
    }

    @Test
    void theServerGivesUpOnASilentSocket() throws IOException {
      try (RawSocket silent = new RawSocket(SERVER.webSocketUri(), 64 * 1024)) {
        silent.hello(SERVER.user("mute"), "phone");
        long start = System.nanoTime();

        silent.awaitEnd(Inbox.PATIENCE);

        assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThan(3_000);
      }
    }

    @Test
    void noHelloInTimeCloses4408() {
      SERVER.user("alice").open("phone").expectClose(4408);
    }
  }

  @Nested
  @DisplayName("with an Origin allow-list")
  class Origins {
    @RegisterExtension
    static final ServerUnderTest SERVER =
        ServerUnderTest.with(
            "carillon.edge.allowed-origins", "https://app.example.org,https://other.example.org");

    @Test
    void aBrowserOfAListedOriginIsWelcome() {
      for (String origin : new String[] {"https://app.example.org", "https://other.example.org"}) {
        SERVER.user("alice").open("phone", Map.of("Origin", origin)).hello().ok();
      }
    }

    @Test
    void aBrowserOfAnotherOriginIsClosed4403() {
      for (String origin :
          new String[] {
            "https://evil.example.org",
            "https://app.example.org.evil.org",
            "http://app.example.org",
            "null"
          }) {
        SERVER.user("alice").open("phone", Map.of("Origin", origin)).expectClose(4403);
      }
    }

    @Test
    void aClientThatIsNoBrowserIsWelcome() {
      SERVER.user("alice").open("phone").hello().ok();
    }
  }

  @Nested
  @DisplayName("when the server drains")
  class Drain {
    @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.ofItsOwn();

    @Test
    void clientsGetGoawayResumeDrainThenClose4503() {
      TestClient alice = SERVER.connect("alice");
      CompletableFuture<Void> stopped = SERVER.stop();

      Event goaway = alice.expectEvent("goaway");
      assertThat(goaway.text("action")).isEqualTo("resume");
      assertThat(goaway.text("reason")).isEqualTo("drain");
      assertThat(goaway.data().path("afterMs").isIntegralNumber()).isTrue();
      assertThat(goaway.data().path("afterMs").asLong()).isNotNegative();
      alice.expectClose(4503);
      stopped.join();
    }
  }
}
