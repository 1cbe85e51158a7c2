package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static RunningEdge edge;

  @BeforeAll
  static void start() throws IOException {
    edge = RunningEdge.with();
  }

  @AfterAll
  static void stop() throws IOException {
    edge.close();
  }

  @Test
  void aHelloIsAnsweredWithANewSession() {
    String alice = RunningEdge.newUser("alice");
    TestClient phone = edge.connect(alice, "phone");

    JsonNode session = phone.session();
    assertThat(session.path("userId").asText()).isEqualTo(alice);
    assertThat(session.path("deviceId").asText()).isEqualTo("phone");
    assertThat(session.path("resumed").asBoolean(true)).isFalse();
    assertThat(session.path("calls").isArray()).isTrue();
    assertThat(session.path("missedCalls").asInt(-1)).isZero();
    assertThat(edge.calls.sessionOf(alice).sessionId())
        .isEqualTo(session.path("sessionId").asText());
  }

  @Test
  void aPingIsAnswered() {
    edge.connect(RunningEdge.newUser("alice"), "phone").ok("ping", Map.of());
  }

  @Test
  void aCallRequestGoesToCallServiceAndItsNoticesFollowTheReply() {
    TestClient alice = edge.connect(RunningEdge.newUser("alice"), "phone");

    String id = alice.send("call.noticed", Map.of("callId", "c1"));

    assertThat(alice.next().path("id").asText()).isEqualTo(id);
    JsonNode first = alice.next();
    JsonNode second = alice.next();
    assertThat(first.path("type").asText()).isEqualTo("call.first");
    assertThat(first.path("seq").asLong()).isEqualTo(1);
    assertThat(second.path("type").asText()).isEqualTo("call.second");
    assertThat(second.path("seq").asLong()).isEqualTo(2);
  }

  @Test
  void aDeliveryReachesTheSession() throws Exception {
    String bob = RunningEdge.newUser("bob");
    TestClient phone = edge.connect(bob, "phone");

    assertThat(edge.calls.deliver(edge.calls.sessionOf(bob), FakeCalls.notice("call.ringing")))
        .isTrue();

    JsonNode event = phone.expect("call.ringing");
    assertThat(event.path("seq").asLong()).isEqualTo(1);
    assertThat(event.path("data").path("of").asText()).isEqualTo("call.ringing");
  }
}
