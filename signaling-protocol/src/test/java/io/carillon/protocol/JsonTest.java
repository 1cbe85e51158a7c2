package io.carillon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carillon.protocol.request.CallRequest;
import io.carillon.protocol.request.CallRequest.Invite;
import io.carillon.protocol.request.MediaRequest;
import io.carillon.protocol.request.MediaRequest.SendCandidates;
import io.carillon.protocol.request.MediaRequest.SendDescription;
import io.carillon.protocol.request.PresenceRequest;
import io.carillon.protocol.request.Request;
import io.carillon.protocol.request.RequestType;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String CALL_ID = "0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f";

  @Test
  void unknownFieldsAreIgnored() {
    String json = "{\"callId\":\"" + CALL_ID + "\",\"later\":{\"x\":[1,{}]}}";
    assertThat(Json.decode(json, CallRequest.Get.class)).isEqualTo(new CallRequest.Get(CALL_ID));
  }

  @Test
  void absentFieldsAreNotWritten() {
    assertThat(Json.encode(new DeviceRef("bob", null))).isEqualTo("{\"userId\":\"bob\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "callId        | {'callId':7,'to':['bob'],'media':'audio'}",
        "callId        | {'to':['bob'],'media':'audio'}",
        "callId        | {'callId':'no-uuid','to':['bob'],'media':'audio'}",
        "to            | {'callId':'ID','media':'audio'}",
        "to            | {'callId':'ID','to':'bob','media':'audio'}",
        "to            | {'callId':'ID','to':[],'media':'audio'}",
        "to            | {'callId':'ID','to':['bob','bob'],'media':'audio'}",
        "to            | {'callId':'ID','to':['b b'],'media':'audio'}",
        "media         | {'callId':'ID','to':['bob'],'media':'smell'}",
        "media         | {'callId':'ID','to':['bob'],'media':1}",
        "topology      | {'callId':'ID','to':['bob'],'media':'audio','topology':'mesh'}",
        "group         | {'callId':'ID','to':['bob'],'media':'audio','group':'true'}",
        "ringTimeoutMs | {'callId':'ID','to':['bob'],'media':'audio','ringTimeoutMs':4999}",
        "ringTimeoutMs | {'callId':'ID','to':['bob'],'media':'audio','ringTimeoutMs':180001}",
        "ringTimeoutMs | {'callId':'ID','to':['bob'],'media':'audio','ringTimeoutMs':6000.5}",
        "ringTimeoutMs | {'callId':'ID','to':['bob'],'media':'audio','ringTimeoutMs':'6000'}",
        "userInfo      | {'callId':'ID','to':['bob'],'media':'audio','userInfo':[1]}",
        "description   | {'callId':'ID','to':['bob'],'media':'audio','description':{'type':'answer','sdp':''}}",
        "description   | {'callId':'ID','to':['bob'],'media':'audio','description':{'type':'offer'}}",
      })
  void badInputIsRefusedAndTheFieldNamed(String field, String json) {
    String data = json.replace("ID", CALL_ID).replace('\'', '"');
    ProtocolException refusal =
        catchThrowableOfType(ProtocolException.class, () -> Json.decode(data, Invite.class));
    assertThat(refusal).isNotNull().hasMessageStartingWith(field);
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "7.5", "true", "[]", "{}"})
  void whatIsNoTextIsNotMadeOne(String value) {
    assertThatThrownBy(() -> Json.decode("{\"userId\":" + value + "}", DeviceRef.class))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("userId");
    assertThatThrownBy(() -> Json.decode("{\"users\":[" + value + "]}", PresenceRequest.Get.class))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("users");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[]", "1", "null", "\"x\"", "{", "{} {}", "''"})
  void whatIsNoObjectIsRefused(String json) {
    assertThatThrownBy(() -> Json.decode(json, CallRequest.Get.class))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void anSdpMayBeAsLongAsTheLimitInUtf8AndNoLonger() {
    String limit = "é".repeat(Limits.MAX_SDP_BYTES / 2);
    assertThat(new Description(SdpType.OFFER, limit).sdp()).isEqualTo(limit);
    assertTooLarge(() -> new Description(SdpType.OFFER, limit + "x"));
  }

  @Test
  void userInfoMayBeAsLongAsTheLimitInUtf8AndNoLonger() {
    String padding = "x".repeat(Limits.MAX_USER_INFO_BYTES - "{\"k\":\"\"}".length());
    RawJson limit = new RawJson("{\"k\":\"" + padding + "\"}");
    assertThat(Check.userInfo(limit)).isEqualTo(limit);
    assertTooLarge(() -> Check.userInfo(new RawJson("{\"k\":\"" + padding + "x\"}")));
  }

  @Test
  void moreCandidatesThanTheLimitAreTooLarge() {
    String candidates =
        IntStream.rangeClosed(0, Limits.MAX_CANDIDATES_PER_MESSAGE)
            .mapToObj(i -> "{}")
            .collect(Collectors.joining(",", "[", "]"));
    assertTooLarge(
        () ->
            Json.decode(
                "{\"callId\":\""
                    + CALL_ID
                    + "\",\"to\":{\"userId\":\"bob\"},\"epoch\":0,\"candidates\":"
                    + candidates
                    + "}",
                SendCandidates.class));
  }

  @Test
  void moreUsersThanTheLimitAreTooLarge() {
    List<String> users =
        IntStream.rangeClosed(0, Limits.MAX_PRESENCE_USERS).mapToObj(i -> "u" + i).toList();
    assertTooLarge(() -> new PresenceRequest.Get(users));
  }

  @Test
  void whatIsMeantForTheBridgeIsKnownAsThat() {
    String json =
        "{\"callId\":\""
            + CALL_ID
            + "\",\"to\":\"sfu\",\"epoch\":0,\"description\":{\"type\":\"rollback\"}}";
    assertThat(Json.decode(json, SendDescription.class).to()).isEqualTo(Peer.BRIDGE);
  }

  @Test
  void aDeviceThatIsATextIsABadRequest() {
    assertThatThrownBy(() -> Json.decode("\"bob\"", DeviceRef.class))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void figuresThatCanNotBeMeasuredAreRefused() {
    String json = "{\"callId\":\"" + CALL_ID + "\",\"peer\":{\"userId\":\"bob\"},\"rttMs\":-1}";
    assertThatThrownBy(() -> Json.decode(json, MediaRequest.ReportStats.class))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("rttMs:");
  }

  @Test
  void aHangupIsForEveryoneOnlyIfItSaysSo() {
    String json = "{\"callId\":\"" + CALL_ID + "\"}";
    assertThat(Json.decode(json, CallRequest.Hangup.class).everyone()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "call.add          | to       | {'callId':'ID','to':[]}",
        "call.join         | callId   | {}",
        "call.join         | callId   | {'callId':'ID','room':'standup','media':'audio'}",
        "call.join         | media    | {'room':'standup'}",
        "call.join         | room     | {'room':'stand up','media':'audio'}",
        "call.update       | userInfo | {'callId':'ID','userInfo':'x'}",
        "call.transfer     | toDevice | {'callId':'ID','toDevice':'my phone'}",
        "history.list      | limit    | {'limit':101}",
        "history.list      | before   | {'before':-1}",
        "history.seen      | upTo     | {}",
        "user.block        | userId   | {'userId':'b b'}",
        "presence.set      | status   | {'text':'at lunch'}",
        "presence.set      | status   | {'status':'in_call'}",
        "presence.set      | until    | {'status':'dnd','until':-1}",
      })
  void everyRequestNamesTheFieldThatIsWrong(String type, String field, String json) {
    RawJson data = new RawJson(json.replace("ID", CALL_ID).replace('\'', '"'));
    ProtocolException refusal =
        catchThrowableOfType(
            ProtocolException.class, () -> RequestType.decode(type, data, Request.class));
    assertThat(refusal).isNotNull().hasMessageStartingWith(field + ":");
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void anErrorCarriesItsDetailsAsTheyAre() {
    ProtocolException refusal =
        new ProtocolException(
            ErrorCode.TOO_MANY_PARTIES, "to: too many", 0, new RawJson("{\"maxParties\":4}"));
    assertThat(Json.encode(refusal.body())).endsWith(",\"details\":{\"maxParties\":4}}");
  }

  @Test
  void detailsThatAreNoObjectAreRefused() {
    RawJson list = new RawJson("[4]");
    assertThatThrownBy(() -> new ErrorBody(ErrorCode.INTERNAL, "x", true, null, list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("details");
  }

  @Test
  void aTypeOfAnotherFamilyIsUnknown() {
    assertThatThrownBy(
            () -> RequestType.decode("call.get", RawJson.EMPTY_OBJECT, PresenceRequest.class))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNKNOWN_TYPE));
  }

  @Test
  void whateverComesIsDecodedOrRefusedWithATypedError() {
    Random random = new Random(42);
    List<String> fields =
        List.of(
            "callId",
            "to",
            "media",
            "userId",
            "deviceId",
            "description",
            "type",
            "sdp",
            "epoch",
            "candidates",
            "end",
            "users",
            "status",
            "token",
            "device",
            "resume",
            "userInfo",
            "peer",
            "state",
            "reason",
            "rttMs",
            "room",
            "create",
            "toDevice",
            "until",
            "idle",
            "upTo",
            "limit",
            "id");
    List<RequestType> types = List.of(RequestType.values());
    for (int round = 0; round < 20_000; round++) {
      RequestType type = types.get(random.nextInt(types.size()));
      String data = object(random, fields, 0);
      try {
        Request decoded = RequestType.decode(type.wireName(), new RawJson(data), Request.class);
        assertThat(Json.decode(Json.encode(decoded), type.dataType())).isEqualTo(decoded);
      } catch (ProtocolException refusal) {
        assertThat(refusal.code())
            .as(data)
            .isIn(ErrorCode.BAD_REQUEST, ErrorCode.TOO_LARGE, ErrorCode.NO_SFU);
      }
    }
  }

  private static String object(Random random, List<String> fields, int depth) {
    return IntStream.range(0, random.nextInt(6))
        .mapToObj(
            i ->
                '"'
                    + fields.get(random.nextInt(fields.size()))
                    + "\":"
                    + value(random, fields, depth + 1))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Random random, List<String> fields, int depth) {
    return switch (random.nextInt(depth > 3 ? 8 : 10)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> String.valueOf(random.nextLong());
      case 3 -> "1e400";
      case 4 -> '"' + CALL_ID + '"';
      case 5 -> "\"\\u0000\\ud800\"";
      case 6 -> "\"offer\"";
      case 7 -> "0";
      case 8 -> object(random, fields, depth);
      default -> "[" + value(random, fields, depth + 1) + "," + object(random, fields, depth) + "]";
    };
  }

  private static void assertTooLarge(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ProtocolException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }
}
