package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import org.junit.jupiter.api.Test;

class FramesTest {
  @Test
  void anIdIsQuotedWhateverItHolds() {
    String id = "a\"b\\c\n\u0001🔔";

    assertThat(read(Frames.ok(id, "{}")).path("id").asText()).isEqualTo(id);
  }

  @Test
  void anEventCarriesItsNumberTimeAndData() {
    assertThat(Frames.event("call.ended", 7, 1000, "{\"x\":1}"))
        .isEqualTo("{\"type\":\"call.ended\",\"seq\":7,\"ts\":1000,\"data\":{\"x\":1}}");
  }

  @Test
  void anErrorCarriesItsBody() {
    JsonNode frame = read(Frames.error("1", ErrorBody.of(ErrorCode.UNAVAILABLE, "later")));

    assertThat(frame.path("type").asText()).isEqualTo("error");
    assertThat(frame.path("error").path("code").asText()).isEqualTo("unavailable");
    assertThat(frame.path("error").path("retryable").asBoolean()).isTrue();
  }

  @Test
  void theWelcomeNamesTheServerWithItsVersion() {
    assertThat(read(Frames.welcome(5000)).path("data").path("server").asText())
        .matches("carillon/\\d+\\.\\d+\\.\\d+.*");
  }

  private static JsonNode read(String frame) {
    return Json.decode(frame, JsonNode.class);
  }
}
