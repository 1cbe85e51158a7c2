package io.carillon.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 1: the socket from its welcome to its close. */
@DisplayName("1 Connection")
class ConnectionConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("welcome")
  class Welcome {
    @Test
    void comesFirstAndNamesProtocolServerAndFeatures() {
      JsonNode welcome = SERVER.user("alice").open("phone").welcome();

      assertThat(welcome.path("protocol").asInt()).isEqualTo(1);
      assertThat(welcome.path("server").asText()).startsWith("carillon/");
      assertThat(welcome.path("features").isArray()).isTrue();
      assertThat(welcome.path("features")).allMatch(JsonNode::isTextual);
    }

    @Test
    void namesTheLimits() {
      JsonNode limits = SERVER.user("alice").open("phone").welcome().path("limits");

      assertThat(limits.path("maxFrameBytes").asInt()).isEqualTo(65_536);
      assertThat(limits.path("maxSdpBytes").asInt()).isEqualTo(32_768);
      assertThat(limits.path("maxCandidatesPerMessage").asInt()).isEqualTo(64);
      assertThat(limits.path("maxUserInfoBytes").asInt()).isEqualTo(4_096);
      assertThat(limits.path("maxInvitees").asInt()).isEqualTo(32);
    }

    @Test
    void givesFiveSecondsForTheHello() {
      JsonNode welcome = SERVER.user("alice").open("phone").welcome();

      assertThat(welcome.path("helloTimeoutMs").asInt()).isEqualTo(5_000);
    }
  }

  @Nested
  @DisplayName("sub-protocol carillon.v1")
  class SubProtocol {
    @Test
    void isChosenWhenTheClientOffersIt() {
      TestClient alice = SERVER.user("alice").open("phone", Map.of(), "carillon.v1");

      assertThat(alice.subProtocol()).isEqualTo("carillon.v1");
      alice.hello().ok();
    }

    @Test
    void isOptionalForTheClient() {
      TestClient alice = SERVER.user("alice").open("phone");

      assertThat(alice.subProtocol()).isEmpty();
      alice.hello().ok();
    }
  }

  @Nested
  @DisplayName("hello")
  class Hello {
    @Test
    void isAnsweredWithTheSession() {
      long before = System.currentTimeMillis();
      TestClient alice = SERVER.connect("alice");
      JsonNode session = alice.session();

      assertThat(session.path("userId").asText()).isEqualTo(alice.userId());
      assertThat(session.path("deviceId").asText()).isEqualTo("phone");
      assertThat(session.path("sessionId").asText()).isNotBlank();
      assertThat(session.path("resumed").isBoolean()).isTrue();
      assertThat(session.path("resumed").asBoolean()).isFalse();
      assertThat(session.path("resumeToken").asText()).isNotBlank();
      assertThat(session.path("serverTime").asLong())
          .isBetween(before - 60_000, System.currentTimeMillis() + 60_000);
    }

    @Test
    void saysHowLongToResumeAndHowOftenTheServerPings() {
      JsonNode session = SERVER.connect("alice").session();

      assertThat(session.path("resumeTtlMs").asLong()).isEqualTo(30_000);
      assertThat(session.path("pingIntervalMs").asLong()).isEqualTo(25_000);
    }

    @Test
    void saysThatANewUserHasNoCalls() {
      JsonNode session = SERVER.connect("alice").session();

      assertThat(session.path("calls").isArray()).isTrue();
      assertThat(session.path("calls")).isEmpty();
      assertThat(session.path("recentlyEnded").isArray()).isTrue();
      assertThat(session.path("recentlyEnded")).isEmpty();
      assertThat(session.path("missedCalls").isIntegralNumber()).isTrue();
      assertThat(session.path("missedCalls").asInt()).isZero();
    }

    @Test
    void takesADeviceWithNameAndPlatform() {
      TestUser alice = SERVER.user("alice");
      TestClient pixel = alice.open("pixel-7");

      JsonNode session =
          pixel
              .hello(
                  "token", alice.token(),
                  "device", Json.object("id", "pixel-7", "name", "Pixel", "platform", "android"))
              .ok();

      assertThat(session.path("deviceId").asText()).isEqualTo("pixel-7");
    }

    @Test
    void givesEachSessionItsOwnIdAndResumeToken() {
      TestUser alice = SERVER.user("alice");
      JsonNode phone = alice.connect("phone").session();
      JsonNode tablet = alice.connect("tablet").session();

      assertThat(phone.path("sessionId").asText()).isNotEqualTo(tablet.path("sessionId").asText());
      assertThat(phone.path("resumeToken").asText())
          .isNotEqualTo(tablet.path("resumeToken").asText());
    }

    @Test
    void thatIsRefusedGetsItsErrorReplyThenClose4401() {
      TestClient alice = SERVER.user("alice").open("phone");

      assertThat(alice.helloWith("no-token").errorCode()).isEqualTo("token_invalid");
      alice.expectClose(4401);
    }

    @Test
    void thatDoesNotComeInTimeClosesWith4408() {
      TestClient alice = SERVER.user("alice").open("phone");
      long helloTimeoutMs = alice.welcome().path("helloTimeoutMs").asLong();
      long welcomed = System.nanoTime();

      alice.expectClose(4408);
      long waitedMs = (System.nanoTime() - welcomed) / 1_000_000;
      assertThat(waitedMs).isBetween(helloTimeoutMs - 500, helloTimeoutMs + 5_000);
    }

    @Test
    void isDueInTimeEvenFromAClientThatSendsOtherRequests() {
      TestClient alice = SERVER.user("alice").open("phone");

      assertThat(alice.error("ping")).isEqualTo("unauthorized");
      alice.expectClose(4408);
    }
  }

  @Test
  void anyOtherRequestBeforeHelloIsUnauthorizedAndHelloMayStillFollow() {
    TestClient alice = SERVER.user("alice").open("phone");

    assertThat(alice.error("call.list")).isEqualTo("unauthorized");
    assertThat(alice.error("presence.set", "status", "away")).isEqualTo("unauthorized");
    alice.hello().ok();
    alice.ok("call.list");
  }

  @Nested
  @DisplayName("the same device id twice")
  class SameDeviceTwice {
    @Test
    void theOlderSocketGetsGoawayReplacedAndClose4409() {
      TestUser alice = SERVER.user("alice");
      TestClient older = alice.connect("phone");
      TestClient newer = alice.connect("phone");

      Event goaway = older.expectEvent("goaway");
      assertThat(goaway.text("action")).isEqualTo("disconnect");
      assertThat(goaway.text("reason")).isEqualTo("replaced");
      older.expectClose(4409);
      newer.ok("ping");
    }

    @Test
    void theNewerOneTakesOverItsPartInALiveCall() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      TestClient newer = bob.user().connect("phone");

      bob.expectClose(4409);
      assertThat(Calls.callIds(newer.session().path("calls"))).containsExactly(callId);
      assertThat(Calls.state(newer, callId)).isEqualTo("active");
      newer.ok("call.hangup", "callId", callId);
      assertThat(alice.expectEvent("call.ended", callId).text("reason")).isEqualTo("hangup");
      newer.expectEvent("call.ended", callId);
    }

    @Test
    void ofTwoUsersReplacesNobody() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      alice.ok("ping");
      bob.ok("ping");
      assertThat(alice.inbox().peek(frame -> frame.path("type").asText().equals("goaway")))
          .isEmpty();
    }
  }

  @Test
  void pingIsAnsweredOk() {
    SERVER.connect("alice").ok("ping");
  }

  @Nested
  @DisplayName("bye")
  class Bye {
    @Test
    void releasesTheSessionSoThatThereIsNoResume() {
      TestClient alice = SERVER.connect("alice");
      alice.ok("bye");
      alice.drop();

      TestClient again = alice.resumeAfter(alice.lastSeq());

      assertThat(again.session().path("resumed").asBoolean()).isFalse();
    }

    @Test
    void makesTheDeviceLeaveItsCallsAtOnce() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      bob.ok("bye");

      alice.expectEvent("call.ended", callId, Duration.ofSeconds(10));
      assertThat(Calls.list(alice)).isEmpty();
      alice.expectNoEventOf("call.partyReconnecting");
    }
  }

  @Nested
  @DisplayName("close codes")
  class CloseCodes {
    @Test
    void aFrameOfExactlyTheLimitIsTaken() {
      TestClient alice = SERVER.connect("alice");

      alice.sendText(pingOf(65_536), "big");

      alice.reply("big").ok();
    }

    @Test
    void aFrameOverTheLimitCloses4413() {
      TestClient alice = SERVER.connect("alice");

      alice.sendText(pingOf(65_537));

      alice.expectClose(4413);
    }

    @Test
    void aBinaryFrameCloses4400() {
      TestClient alice = SERVER.connect("alice");

      alice.socket().sendBinary("{\"type\":\"ping\",\"id\":\"1\"}".getBytes(UTF_8));

      alice.expectClose(4400);
    }

    private static String pingOf(int bytes) {
      String empty = Json.object("type", "ping", "id", "big", "padding", "").toString();
      return Json.object("type", "ping", "id", "big", "padding", "p".repeat(bytes - empty.length()))
          .toString();
    }
  }
}
