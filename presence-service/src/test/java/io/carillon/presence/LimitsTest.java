package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.Json;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may not do: each ends with the code of the protocol, and memory stays bounded. */
class LimitsTest {
  private static RunningEdge edge;

  private final String user = RunningEdge.newUser("mallory");

  @BeforeAll
  static void start() throws IOException {
    edge =
        RunningEdge.with(
            "carillon.edge.requests-per-second", "50",
            "carillon.edge.request-burst", "100",
            "carillon.edge.requests-in-flight", "3");
  }

  @AfterAll
  static void stop() throws IOException {
    edge.close();
  }

  @Test
  void aFrameOf64KibibytesIsTakenAndOneByteMoreIsNot() {
    TestClient client = edge.connect(user, "phone");
    client.sendText(pingOf("p", 64 * 1024));
    assertThat(client.reply("1000").path("type").asText()).isEqualTo("ok");

    client.sendText(pingOf("p", 64 * 1024 + 1));

    assertThat(client.closeCode()).isEqualTo(4413);
  }

  @Test
  void bytesAreCountedNotCharacters() {
    TestClient client = edge.connect(user, "phone");
    client.sendText(pingOf("ü", 64 * 1024));
    assertThat(client.reply("1000").path("type").asText()).isEqualTo("ok");

    client.sendText(pingOf("ü", 64 * 1024 + 2));

    assertThat(client.closeCode()).isEqualTo(4413);
  }

  @Test
  void aFrameFarTooLargeIsRefusedBeforeItIsRead() {
    TestClient client = edge.connect(user, "phone");

    // The server hangs up before all of it is out.
    var unused = client.socket().sendText("x".repeat(2_000_000), true);

    assertThat(client.closeCode()).isEqualTo(4413);
  }

  @Test
  void aMessageInFragmentsIsReadWholeAndBounded() {
    TestClient client = edge.connect(user, "phone");
    client.socket().sendText("{\"type\":\"ping\",", false).join();
    client.socket().sendText("\"id\":\"ü", false).join();
    client.socket().sendText("\"}", true).join();
    assertThat(client.reply("ü").path("type").asText()).isEqualTo("ok");

    client.socket().sendText("x".repeat(40_000), false).join();
    client.socket().sendText("x".repeat(40_000), false).join();

    assertThat(client.closeCode()).isEqualTo(4413);
  }

  @Test
  void aBinaryFrameIsMalformed() {
    TestClient client = edge.connect(user, "phone");
    client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();

    assertThat(client.closeCode()).isEqualTo(4400);
  }

  @Test
  void whatIsNoJsonObjectIsMalformedBeforeAndAfterHello() {
    TestClient before = edge.open();
    before.sendText("[]");
    assertThat(before.closeCode()).isEqualTo(4400);
    TestClient after = edge.connect(user, "phone");
    after.sendText("{\"type\":\"ping\"}");
    assertThat(after.closeCode()).isEqualTo(4400);
  }

  @Test
  void aPageOfAnotherOriginIsRefused() {
    TestClient client =
        TestClient.open(edge.webSocket(), Map.of("Origin", "https://evil.example.org"));

    assertThat(client.closeCode()).isEqualTo(4403);
  }

  @Test
  void aPageOfTheSameHostIsWelcome() {
    TestClient.open(edge.webSocket(), Map.of("Origin", edge.http("").toString())).expect("welcome");
  }

  @Test
  void tooManyRequestsAreToldWhenToComeBackAndThenCutOff() {
    TestClient client = edge.connect(user, "phone");
    client.flood(500, i -> "{\"type\":\"ping\",\"id\":\"p" + i + "\"}");

    assertThat(client.closeCode()).isEqualTo(4429);
    Set<String> codes = new HashSet<>();
    for (JsonNode frame : client.untaken()) {
      if (frame.path("type").asText().equals("error")) {
        codes.add(frame.path("error").path("code").asText());
        assertThat(frame.path("error").path("retryAfterMs").asLong()).isPositive();
      }
    }
    assertThat(codes).containsExactly("rate_limited");
  }

  @Test
  void acksOfNothingCostLikeRequests() {
    TestClient client = edge.connect(user, "phone");
    client.flood(500, i -> "{\"type\":\"ack\",\"seq\":0}");

    assertThat(client.closeCode()).isEqualTo(4429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":\"x\"}", "{\"type\":\"hello\",\"id\":\"x\"}"})
  void whatCanOnlyBeRefusedCostsLikeRequests(String frame) {
    TestClient client = edge.connect(user, "phone");
    client.flood(500, i -> frame);

    assertThat(client.closeCode()).isEqualTo(4429);
  }

  @Test
  void webSocketPingsCostLikeRequests() {
    TestClient client = edge.connect(user, "phone");
    client.ping(500);
    assertThat(client.closeCode()).isEqualTo(4429);

    TestClient stranger = edge.open();
    stranger.ping(200);
    assertThat(stranger.closeCode()).isEqualTo(4429);
  }

  @Test
  void flawedRequestsBeforeHelloAreNotAnsweredWithoutEnd() {
    TestClient client = edge.open();
    client.flood(200, i -> "{\"id\":\"x\"}");

    assertThat(client.closeCode()).isEqualTo(4429);
  }

  @Test
  void onlySoManyRequestsAreUnderWay() {
    TestClient client = edge.connect(user, "phone");
    List<String> ids = List.of("a", "b", "c", "d");
    ids.forEach(id -> client.sendAs(id, "call.slow", Map.of("callId", user + id)));

    JsonNode refused = client.reply("d");
    assertThat(refused.path("error").path("code").asText()).isEqualTo("rate_limited");
    for (String id : ids.subList(0, 3)) {
      edge.calls.release("{\"callId\":\"" + user + id + "\"}");
      assertThat(client.reply(id).path("type").asText()).isEqualTo("ok");
    }
  }

  @Test
  void requestsBeforeHelloAreUnauthorizedAndNotWithoutEnd() {
    TestClient client = edge.open();
    assertThat(client.error("ping", Map.of())).isEqualTo("unauthorized");
    client.flood(200, i -> "{\"type\":\"ping\",\"id\":\"p" + i + "\"}");

    assertThat(client.closeCode()).isEqualTo(4429);
  }

  @Test
  void aClientThatNeverAcknowledgesIsCutOffAndMayResume() throws Exception {
    TestClient client = edge.connect(user, "phone");
    SessionRef session = edge.calls.sessionOf(user);
    for (int i = 0; i < 513; i++) {
      assertThat(edge.calls.deliver(session, FakeCalls.notice("call.ringing"))).isTrue();
    }

    assertThat(client.closeCode()).isEqualTo(4429);
    TestClient next = edge.open();
    next.expect("welcome");
    next.resume(edge.token(user), "phone", client, 500);
    assertThat(next.next(13).getLast().path("seq").asLong()).isEqualTo(513);
  }

  @Test
  void aClientThatNeverReadsIsCutOff() throws Exception {
    TestClient deaf = TestClient.deaf(edge.webSocket());
    deaf.sendText(
        Json.encode(
            Map.of(
                "type", "hello",
                "id", "1",
                "data", Map.of("token", edge.token(user), "device", Map.of("id", "phone")))));
    await().until(() -> edge.calls.changesOf(user).contains("Opened"));
    SessionRef session = edge.calls.sessionOf(user);
    Notice large = new Notice("call.ringing", Json.raw(Map.of("x", "x".repeat(50_000))));

    for (int i = 0; i < 25; i++) {
      edge.calls.deliver(session, large);
    }

    await().until(() -> edge.calls.changesOf(user).contains("Lost"));
    deaf.drop();
  }

  @Test
  void aSessionThatWaitsIsGivenUpWhenTooMuchPilesUp() throws Exception {
    TestClient client = edge.connect(user, "phone");
    SessionRef session = edge.calls.sessionOf(user);
    client.drop();
    await().until(() -> edge.calls.changesOf(user).contains("Lost"));

    int kept = 0;
    while (edge.calls.deliver(session, FakeCalls.notice("call.ringing"))) {
      kept++;
      assertThat(kept).isLessThan(2_000);
    }

    assertThat(kept).isEqualTo(1025);
    TestClient next = edge.open();
    next.expect("welcome");
    assertThat(next.resume(edge.token(user), "phone", client, 0).path("resumed").asBoolean())
        .isFalse();
  }

  private static String pingOf(String filler, int bytes) {
    String start = "{\"type\":\"ping\",\"id\":\"1000\",\"x\":\"";
    int each = filler.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    int left = bytes - start.length() - 2;
    return start + "a".repeat(left % each) + filler.repeat(left / each) + "\"}";
  }
}
