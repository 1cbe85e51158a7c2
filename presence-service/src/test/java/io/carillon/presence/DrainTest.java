package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {
  @Test
  void clientsAreSentAwayAndNewOnesAreTurnedAway() throws IOException {
    try (RunningEdge edge = RunningEdge.with()) {
      TestClient alice = edge.connect("alice", "phone");
      TestClient stranger = edge.open();
      stranger.expect("welcome");

      edge.drain();

      JsonNode goaway = alice.expect("goaway");
      assertThat(goaway.path("data").path("action").asText()).isEqualTo("resume");
      assertThat(goaway.path("data").path("reason").asText()).isEqualTo("drain");
      assertThat(goaway.path("data").path("afterMs").asLong(-1)).isNotNegative();
      assertThat(alice.closeCode()).isEqualTo(4503);
      assertThat(stranger.closeCode()).isEqualTo(4503);
      assertThat(edge.open().closeCode()).isEqualTo(4503);
      assertThat(edge.get(edge.admin("/readyz")).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void aBusyPortIsNamedInOneLine() throws IOException {
    try (RunningEdge edge = RunningEdge.with()) {
      String port = Integer.toString(edge.presence.port());

      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> RunningEdge.onPort(port))
          .withMessageContaining(port)
          .withMessageContaining("--port");
    }
  }

  @Test
  void aStartThatFailsOtherwiseDoesNotBlameThePort(@TempDir Path data) {
    Map<String, String> settings =
        Map.of(
            "carillon.port", "0",
            "carillon.admin-port", "0",
            "carillon.host", "127.0.0.1",
            "carillon.data", data.toString());
    PresenceService broken =
        new PresenceService(
            router -> {
              throw new IllegalStateException("these pages are broken");
            });

    assertThatThrownBy(
            () -> Node.start(Settings.load(settings, Map.of(), null), List.of(broken)).close())
        .hasStackTraceContaining("these pages are broken")
        .isNotInstanceOf(ConfigurationException.class);
  }

  @Test
  void anAddressThatSaysHelloTooOftenIsTold() throws IOException {
    try (RunningEdge edge = RunningEdge.with("carillon.edge.hellos-per-second", "1")) {
      edge.connect("alice", "phone");
      TestClient second = edge.open();
      second.expect("welcome");

      JsonNode reply =
          second.request(
              "hello", Map.of("token", edge.token("bob"), "device", Map.of("id", "phone")));

      assertThat(reply.path("error").path("code").asText()).isEqualTo("rate_limited");
      assertThat(reply.path("error").path("retryAfterMs").asLong()).isBetween(1L, 1000L);
      assertThat(second.closeCode()).isEqualTo(4429);
    }
  }
}
