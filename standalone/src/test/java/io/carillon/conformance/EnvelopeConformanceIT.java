package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Section 2: requests and their replies. Every frame of every test keeps to {@link SessionRules}.
 */
@DisplayName("2 Envelope: requests and replies")
class EnvelopeConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("request id")
  class RequestId {
    @Test
    void ofAnyTextComesBackInTheReply() {
      TestClient alice = SERVER.connect("alice");

      for (String id : List.of("a", "request 7", "ключ-🔑", "x".repeat(64))) {
        alice.sendAs(id, "ping");
        alice.reply(id).ok();
      }
    }

    @Test
    void ofMoreThan64CharactersIsRefused() {
      TestClient alice = SERVER.connect("alice");
      String id = "x".repeat(65);

      alice.sendAs(id, "ping");

      assertRefused(alice, id);
    }

    @Test
    void comesBackInAnErrorReplyToo() {
      TestClient alice = SERVER.connect("alice");

      alice.sendAs("of-mine", "call.get", "callId", Calls.newCallId());

      assertThat(alice.reply("of-mine").errorCode()).isEqualTo("call_not_found");
    }
  }

  @Nested
  @DisplayName("error reply")
  class ErrorReply {
    @Test
    void hasCodeMessageAndWhetherToTryAgain() {
      TestClient alice = SERVER.connect("alice");

      JsonNode error = alice.request("call.get", "callId", Calls.newCallId()).error();

      assertThat(error.path("code").asText()).isEqualTo("call_not_found");
      assertThat(error.path("message").asText()).isNotBlank();
      assertThat(error.path("retryable").isBoolean()).isTrue();
      assertThat(error.path("retryable").asBoolean()).isFalse();
    }
  }

  @Nested
  @DisplayName("unknown")
  class Unknown {
    @Test
    void typeGetsUnknownType() {
      TestClient alice = SERVER.connect("alice");

      for (String type : List.of("call.dance", "presence.sing", "media.mime", "nonsense", "")) {
        assertThat(alice.error(type)).isEqualTo("unknown_type");
      }
      alice.ok("ping");
    }

    @Test
    void fieldsAreIgnored() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.newCallId();
      ObjectNode data =
          Json.with(Calls.invitation(callId, bob.userId()), "fromTheFuture", List.of(1, 2));

      alice.sendText(
          Json.object(
                  "type", "call.invite", "id", "1", "data", data, "alsoNew", Json.object("a", 1))
              .toString(),
          "1");

      alice.reply("1").ok();
      bob.expectEvent("call.invited", callId);
    }
  }

  @Nested
  @DisplayName("a request that cannot be understood")
  class NotUnderstood {
    @Test
    void getsAnErrorReplyWhenItHasAnId() {
      TestClient alice = SERVER.connect("alice");

      alice.sendText("{\"id\":\"7\"}", "7");
      assertThat(alice.reply("7").errorCode()).isEqualTo("bad_request");
      alice.sendText("{\"type\":5,\"id\":\"8\"}", "8");
      assertThat(alice.reply("8").errorCode()).isEqualTo("bad_request");
      alice.ok("ping");
    }

    @Test
    void closes4400WithoutAnId() {
      for (String frame :
          List.of("{\"type\":\"call.dance\"}", "{\"type\":\"call.list\"}", "{\"data\":{}}", "{}")) {
        TestClient alice = SERVER.connect("alice");
        alice.sendText(frame);
        alice.expectClose(4400);
      }
    }
  }

  @Nested
  @DisplayName("the same id again")
  class SameIdAgain {
    @Test
    void returnsTheStoredReplyAndDoesNothingTwice() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.newCallId();
      Object[] invitation = Calls.fields(Calls.invitation(callId, bob.userId()));

      alice.sendAs("invite", "call.invite", invitation);
      JsonNode first = alice.reply("invite").frame();
      alice.sendAs("invite", "call.invite", invitation);
      JsonNode second = alice.reply("invite").frame();

      assertThat(second).isEqualTo(first);
      bob.expectEvent("call.invited", callId);
      bob.expectNoEvent();
    }

    @Test
    void returnsTheStoredReplyThoughTheAnswerWouldDifferNow() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      alice.sendAs("list", "call.list");
      JsonNode before = alice.reply("list").frame();
      String callId = Calls.ring(alice, bob);

      alice.sendAs("list", "call.list");

      assertThat(alice.reply("list").frame()).isEqualTo(before);
      assertThat(Calls.list(alice)).containsExactly(callId);
    }

    @Test
    void returnsAStoredErrorToo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.newCallId();
      alice.sendAs("get", "call.get", "callId", callId);
      JsonNode refused = alice.reply("get").frame();
      Calls.tryInvite(alice, callId, bob.userId()).ok();

      alice.sendAs("get", "call.get", "callId", callId);

      assertThat(alice.reply("get").frame()).isEqualTo(refused);
    }

    @Test
    void returnsTheStoredReplyAfterAResumeToo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.newCallId();
      Object[] invitation = Calls.fields(Calls.invitation(callId, bob.userId()));
      alice.sendAs("invite", "call.invite", invitation);
      JsonNode first = alice.reply("invite").frame();
      alice.drop();

      TestClient again = alice.resume();
      again.sendAs("invite", "call.invite", invitation);

      assertThat(again.reply("invite").frame()).isEqualTo(first);
      bob.expectEvent("call.invited", callId);
      bob.expectNoEventOf("call.invited");
    }

    @Test
    void whileTheFirstIsStillUnderWayDoesNothingTwiceEither() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.newCallId();
      Object[] invitation = Calls.fields(Calls.invitation(callId, bob.userId()));

      alice.sendAs("invite", "call.invite", invitation);
      alice.sendAs("invite", "call.invite", invitation);

      JsonNode first = alice.reply("invite").frame();
      assertThat(alice.reply("invite").frame()).isEqualTo(first);
      bob.expectEvent("call.invited", callId);
      bob.expectNoEvent();
    }

    @Test
    void ofAnotherSessionIsAnotherRequest() {
      TestClient alice = SERVER.connect("alice");
      TestClient tablet = alice.user().connect("tablet");
      TestClient bob = SERVER.connect("bob");
      alice.sendAs("list", "call.list");
      assertThat(Calls.callIds(alice.reply("list").ok().path("calls"))).isEmpty();
      String callId = Calls.ring(alice, bob);

      tablet.sendAs("list", "call.list");

      assertThat(Calls.callIds(tablet.reply("list").ok().path("calls"))).containsExactly(callId);
    }
  }

  @Nested
  @DisplayName("requests sent without waiting")
  class Pipelined {
    @Test
    void eachGetExactlyOneReply() {
      TestClient alice = SERVER.connect("alice");
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ids.add(alice.send("ping"));
      }

      ids.forEach(id -> alice.reply(id).ok());
    }

    @Test
    void aboutOneCallTakeEffectInTheOrderSent() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      for (int round = 0; round < 10; round++) {
        String callId = Calls.newCallId();
        String invite =
            alice.send("call.invite", Calls.fields(Calls.invitation(callId, bob.userId())));
        String hangup = alice.send("call.hangup", "callId", callId);

        alice.reply(invite).ok();
        alice.reply(hangup).ok();
        assertThat(alice.expectEvent("call.ended", callId).text("reason")).isEqualTo("cancelled");
        assertThat(bob.expectNext().type()).isEqualTo("call.invited");
        assertThat(bob.expectNext().type()).isEqualTo("call.ended");
      }
    }

    @Test
    void ringingAcceptAndHangupOfTheCalleeTakeEffectInTheOrderSent() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      String ringing = bob.send("call.ringing", "callId", callId);
      String accept = bob.send("call.accept", "callId", callId);
      String hangup = bob.send("call.hangup", "callId", callId);

      bob.reply(ringing).ok();
      bob.reply(accept).ok();
      bob.reply(hangup).ok();
      assertThat(alice.expectNext(3).stream().map(Event::type))
          .containsExactly("call.ringing", "call.accepted", "call.ended");
    }
  }

  private static void assertRefused(TestClient client, String id) {
    Optional<Reply> reply = client.replyUnlessClosed(id);
    if (reply.isPresent()) {
      assertThat(reply.get().errorCode()).isEqualTo("bad_request");
    } else {
      client.expectClose(4400);
    }
  }
}
