package io.carillon.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.Limits;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.MediaEvent.CandidatesReceived;
import io.carillon.protocol.event.MediaEvent.DescriptionReceived;
import io.carillon.protocol.request.MediaRequest;
import io.carillon.protocol.request.MediaRequest.SendCandidates;
import io.carillon.protocol.request.MediaRequest.SendDescription;
import io.carillon.protocol.request.RequestType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelayMessageTest {
  private static final String CALL_ID = "0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f";
  private static final SessionRef SENDER =
      new SessionRef("default", "alice", "pixel", "s1", "presence.deliver.n1");

  @Test
  void aDescriptionKeepsItsTextAndGetsItsSender() {
    String description = "{\"sdp\":\"v=0\\r\\n\\u00e9 😀\", \"type\" : \"offer\", \"x\":[1,{}]}";
    RelayMessage message =
        read(
            RelayMessage.DESCRIPTION,
            "{ \"later\":{\"to\":1},\"callId\":\""
                + CALL_ID
                + "\",\"to\":{\"userId\":\"bob\",\"deviceId\":\"mac\"},\"description\": "
                + description
                + " ,\"epoch\":3}");
    Notice event = message.from(SENDER);
    assertThat(event.type()).isEqualTo("media.description");
    assertThat(event.data().text()).contains("\"description\":" + description);
    DescriptionReceived received = Json.decode(event.data(), DescriptionReceived.class);
    assertThat(received.callId()).isEqualTo(CALL_ID);
    assertThat(received.from()).isEqualTo(new DeviceRef("alice", "pixel"));
    assertThat(received.to()).isEqualTo(new DeviceRef("bob", "mac"));
    assertThat(received.description().sdp()).isEqualTo("v=0\r\né 😀");
    assertThat(received.epoch()).isEqualTo(3);
  }

  @Test
  void candidatesKeepTheirTextAndGetTheirSender() {
    RelayMessage message =
        read(
            RelayMessage.CANDIDATES,
            "{\"callId\":\""
                + CALL_ID
                + "\",\"to\":{\"userId\":\"bob\"},\"epoch\":0,\"end\":true,"
                + "\"candidates\":[ {\"candidate\":\"a\"}, {}]}");
    CandidatesReceived received =
        Json.decode(message.from(SENDER).data(), CandidatesReceived.class);
    assertThat(received.candidates())
        .containsExactly(new RawJson("{\"candidate\":\"a\"}"), RawJson.EMPTY_OBJECT);
    assertThat(received.end()).isTrue();
    assertThat(received.to()).isEqualTo(new DeviceRef("bob", null));
  }

  @Test
  void whatIsMeantForTheBridgeIsKnownAsThat() {
    String data =
        "{\"callId\":\""
            + CALL_ID
            + "\",\"to\":TO,\"epoch\":0,\"description\":{\"type\":\"rollback\"}}";
    assertThat(read(RelayMessage.DESCRIPTION, data.replace("TO", "\"sfu\"")).isForBridge())
        .isTrue();
    assertThat(
            read(RelayMessage.DESCRIPTION, data.replace("TO", "{\"userId\":\"bob\"}"))
                .isForBridge())
        .isFalse();
    assertThat(outcome(RelayMessage.DESCRIPTION, data.replace("TO", "\"mcu\"")))
        .isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void anSdpMayBeAsLongAsTheLimitInUtf8AndNoLonger() {
    String limit = "é".repeat(Limits.MAX_SDP_BYTES / 2);
    assertThat(outcome(RelayMessage.DESCRIPTION, withSdp(limit))).isNull();
    assertThat(outcome(RelayMessage.DESCRIPTION, withSdp(limit + "x")))
        .isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void moreCandidatesThanTheLimitAreTooLarge() {
    assertThat(outcome(RelayMessage.CANDIDATES, withCandidates(64))).isNull();
    assertThat(outcome(RelayMessage.CANDIDATES, withCandidates(65))).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void textAfterTheObjectIsRefused() {
    assertThatThrownBy(() -> read(RelayMessage.DESCRIPTION, withSdp("v=0") + "{}"))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("data:");
  }

  @Test
  void itTakesAndRefusesWhatTheRecordsOfTheProtocolTakeAndRefuse() {
    Random random = new Random(7);
    int taken = 0;
    for (int round = 0; round < 20_000; round++) {
      String type = random.nextBoolean() ? RelayMessage.DESCRIPTION : RelayMessage.CANDIDATES;
      String data = data(random);
      boolean expected = recordsOutcome(type, data) == null;
      // Of two errors in one message either may be named: which comes first is not promised.
      assertThat(outcome(type, data) == null).as("%s %s", type, data).isEqualTo(expected);
      if (expected) {
        taken++;
        assertSameContent(type, data);
      }
    }
    assertThat(taken).as("enough good messages to mean something").isGreaterThan(1_000);
  }

  private static void assertSameContent(String type, String data) {
    RelayMessage message = read(type, data);
    if (message.isForBridge()) {
      return;
    }
    Notice event = message.from(SENDER);
    switch (RequestType.decode(type, new RawJson(data), MediaRequest.class)) {
      case SendDescription sent ->
          assertThat(Json.decode(event.data(), DescriptionReceived.class))
              .isEqualTo(
                  new DescriptionReceived(
                      sent.callId(),
                      new DeviceRef("alice", "pixel"),
                      (DeviceRef) sent.to(),
                      sent.description(),
                      sent.epoch()));
      case SendCandidates sent ->
          assertThat(Json.decode(event.data(), CandidatesReceived.class))
              .isEqualTo(
                  new CandidatesReceived(
                      sent.callId(),
                      new DeviceRef("alice", "pixel"),
                      (DeviceRef) sent.to(),
                      sent.candidates(),
                      sent.end(),
                      sent.epoch()));
      default -> throw new AssertionError(type);
    }
  }

  /** Mostly right messages, with members left out, mixed up or of the wrong type. */
  private static String data(Random random) {
    List<String> members = new ArrayList<>();
    add(members, random, "callId", '"' + CALL_ID + '"', "7", "\"x\"", "null");
    add(
        members,
        random,
        "to",
        "{\"userId\":\"bob\",\"deviceId\":\"mac\"}",
        "{\"userId\":\"bob\"}",
        "\"sfu\"",
        "\"bob\"",
        "{\"userId\":\"b b\"}",
        "{\"userId\":3}",
        "[]",
        "null",
        "{}");
    add(members, random, "epoch", "0", "7", "-1", "1.5", "99999999999", "\"0\"", "null");
    add(
        members,
        random,
        "description",
        "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\\\"\"}",
        "{\"type\":\"rollback\",\"sdp\":null,\"x\":{\"y\":[]}}",
        "{\"type\":\"offer\"}",
        "{\"type\":\"pranswer\",\"sdp\":\"\"}",
        "{\"type\":1,\"sdp\":\"\"}",
        "{\"type\":\"offer\",\"sdp\":{}}",
        "\"v=0\"",
        "null");
    add(
        members,
        random,
        "candidates",
        "[{\"candidate\":\"a b\",\"sdpMid\":null}]",
        "[]",
        "[{},{\"x\":[1,2]}]",
        "[1]",
        "[null]",
        "{}",
        "null");
    add(members, random, "end", "true", "false", "null", "1", "\"true\"");
    add(members, random, "more", "{\"a\":[1,{\"callId\":2}]}");
    Collections.shuffle(members, random);
    return '{' + String.join(",", members) + '}';
  }

  private static void add(
      List<String> members, Random random, String name, String right, String... others) {
    int choice = random.nextInt(12);
    if (choice == 0) {
      return;
    }
    String value = choice > 2 || others.length == 0 ? right : others[random.nextInt(others.length)];
    members.add('"' + name + "\":" + value);
  }

  private static String withSdp(String sdp) {
    return "{\"callId\":\""
        + CALL_ID
        + "\",\"to\":{\"userId\":\"bob\"},\"epoch\":0,\"description\":{\"type\":\"offer\",\"sdp\":\""
        + sdp
        + "\"}}";
  }

  private static String withCandidates(int count) {
    return "{\"callId\":\""
        + CALL_ID
        + "\",\"to\":{\"userId\":\"bob\"},\"epoch\":0,\"candidates\":["
        + String.join(",", Collections.nCopies(count, "{}"))
        + "]}";
  }

  private static RelayMessage read(String type, String data) {
    return RelayMessage.read(type, new RawJson(data));
  }

  private static ErrorCode outcome(String type, String data) {
    try {
      read(type, data);
      return null;
    } catch (ProtocolException refusal) {
      return refusal.code();
    }
  }

  private static ErrorCode recordsOutcome(String type, String data) {
    try {
      RequestType.decode(type, new RawJson(data), MediaRequest.class);
      return null;
    } catch (ProtocolException refusal) {
      return refusal.code();
    }
  }
}
