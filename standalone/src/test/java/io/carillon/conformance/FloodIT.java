package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bad input by its amount: it is answered or cut off, and others do not notice. */
@DisplayName("Bad input: floods")
class FloodIT {

  @Nested
  @DisplayName("invitations")
  class Invitations {
    @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

    @Test
    void aThousandAtOnceAreEachAnsweredOrTheSocketIsClosed4429() {
      TestClient mallory = SERVER.connect("mallory");
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        ObjectNode invitation = Calls.invitation(Calls.newCallId(), SERVER.user("victim").id());
        ids.add(mallory.send("call.invite", Calls.fields(invitation)));
      }

      Calls.hangUp(alice, Calls.connect(alice, bob));

      Set<String> codes = new HashSet<>();
      boolean closed = false;
      for (String id : ids) {
        Optional<Reply> reply = mallory.replyUnlessClosed(id);
        closed |= reply.isEmpty();
        reply.filter(answer -> !answer.isOk()).ifPresent(error -> check(error, codes));
      }
      assertThat(codes).isSubsetOf("rate_limited");
      if (closed) {
        mallory.expectClose(4429);
      }
      Calls.hangUp(bob, Calls.connect(bob, alice));
    }

    private static void check(Reply error, Set<String> codes) {
      codes.add(error.errorCode());
      assertThat(error.error().path("retryAfterMs").asLong()).as("%s", error).isPositive();
      assertThat(error.error().path("retryable").asBoolean()).isTrue();
    }

    @Test
    void ofManyCallersAtOnceRingTheCalleeOnce() {
      TestClient bob = SERVER.connect("bob");
      List<TestClient> callers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        callers.add(SERVER.connect("caller" + i));
      }
      List<String> calls = callers.stream().map(caller -> Calls.newCallId()).toList();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < callers.size(); i++) {
        ObjectNode invitation = Calls.invitation(calls.get(i), bob.userId());
        ids.add(callers.get(i).send("call.invite", Calls.fields(invitation)));
      }

      for (int i = 0; i < callers.size(); i++) {
        callers.get(i).reply(ids.get(i)).ok();
      }
      String rung = bob.expectEvent("call.invited").text("callId");
      for (int i = 0; i < callers.size(); i++) {
        if (!calls.get(i).equals(rung)) {
          assertThat(callers.get(i).expectEvent("call.rejected", calls.get(i)).text("reason"))
              .isEqualTo("busy");
        }
      }
      bob.expectNoEvent();
      assertThat(Calls.list(bob)).containsExactly(rung);
    }
  }

  @Nested
  @DisplayName("a reader that never reads")
  class NeverReads {
    @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.impatient();

    @Test
    void isCutOffWhenItsEventsPileUp() throws IOException {
      TestClient alice = SERVER.connect("alice");
      TestUser bob = SERVER.user("bob");
      try (RawSocket deaf = new RawSocket(SERVER.webSocketUri(), 4 * 1024)) {
        deaf.hello(bob, "phone");
        String callId = Calls.invite(alice, bob.id());
        deaf.readUntil("call.invited");
        deaf.sendText(
            Json.object("type", "call.accept", "id", "2", "data", Json.object("callId", callId))
                .toString());
        alice.expectEvent("call.accepted", callId);

        ObjectNode big = Sdp.offerOf(32_000);
        ObjectNode to = Json.object("userId", bob.id(), "deviceId", "phone");
        for (int i = 0; i < 40; i++) {
          alice.request(
              "media.description", "callId", callId, "to", to, "description", big, "epoch", 0);
        }

        alice.expectEvent("call.partyReconnecting", callId);
        assertThat(deaf.drain()).isLessThan(2 * 1024 * 1024);
      }
      TestClient carol = SERVER.connect("carol");
      Calls.connect(alice, carol);
    }

    @Test
    void isCutOffThoughItGoesOnAsking() throws Exception {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      try (RawSocket deaf = new RawSocket(SERVER.webSocketUri(), 4 * 1024)) {
        deaf.hello(SERVER.user("mallory"), "phone");
        CompletableFuture<Long> asking = CompletableFuture.supplyAsync(() -> askUntilTheEnd(deaf));

        Calls.hangUp(alice, Calls.connect(alice, bob));

        assertThat(asking.get(60, TimeUnit.SECONDS)).isPositive();
      }
      Calls.hangUp(bob, Calls.connect(bob, alice));
    }

    private static long askUntilTheEnd(RawSocket deaf) {
      long asked = 0;
      try {
        while (true) {
          deaf.sendText("{\"type\":\"ping\",\"id\":\"" + asked + "\"}");
          asked++;
        }
      } catch (IOException end) {
        return asked;
      }
    }
  }
}
