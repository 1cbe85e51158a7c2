package io.carillon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class FramesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anOfferHasTwoAndAHalfKilobytesAndAnAnswerTwo() throws Exception {
    JsonNode invite = JSON.readTree(Frames.invite("i1", "call", "bob"));
    JsonNode accept = JSON.readTree(Frames.accept("a1", "call", "alice"));

    assertThat(invite.at("/data/description/sdp").asText()).hasSize(2_560).startsWith("v=0\r\n");
    assertThat(accept.at("/data/description/sdp").asText()).hasSize(2_048).endsWith("\r\n");
    assertThat(invite.at("/data/to/0").asText()).isEqualTo("bob");
    assertThat(accept.at("/data/description/type").asText()).isEqualTo("answer");
  }

  @Test
  void anSdpHasExactlyTheAskedSizeAndWholeLines() {
    for (int bytes = 2_000; bytes < 2_100; bytes++) {
      String sdp = SessionDescription.ofSize(bytes);
      assertThat(sdp).hasSize(bytes).endsWith("\r\n");
      assertThat(sdp.replace("\r\n", "")).doesNotContain("\r", "\n");
    }
  }

  @Test
  void aCandidateNamesTheDeviceOnlyWhereItIsKnown() throws Exception {
    JsonNode early = JSON.readTree(Frames.candidate("c1", "call", "bob", false, 1));
    JsonNode later = JSON.readTree(Frames.candidate("c2", "call", "bob", true, 2));

    assertThat(early.at("/data/to").has("deviceId")).isFalse();
    assertThat(later.at("/data/to/deviceId").asText()).isEqualTo("bench");
    assertThat(early.at("/data/candidates")).hasSize(1);
    assertThat(early.at("/data/candidates/0/candidate").asText()).startsWith("candidate:");
  }

  @Test
  void eachFrameNamesItsAddresseeAfterAllElse() {
    assertThat(Frames.hangup("h1", "call", "bob"))
        .isEqualTo(
            "{\"type\":\"call.hangup\",\"id\":\"h1\",\"data\":{\"callId\":\"call\","
                + "\"reason\":\"hangup\"},\"to\":\"bob\"}");
  }

  @Test
  void anIdTellsItsRequestAndItsNumber() {
    for (RequestType type : RequestType.values()) {
      String id = type.id(4711);
      assertThat(RequestType.ofId(id)).isEqualTo(type);
      assertThat(RequestType.numberOf(id)).isEqualTo(4711);
    }
  }
}
