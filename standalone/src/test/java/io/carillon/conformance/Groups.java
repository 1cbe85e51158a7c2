package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The steps of a group call that most tests begin with. */
final class Groups {
  private static final int LONG_RING_MS = 60_000;

  private Groups() {}

  /** Invites these users; more fields may be given by alternating names and values. */
  static Reply tryInvite(
      TestClient caller, String callId, List<String> userIds, Object... moreFields) {
    return caller.request(
        "call.invite",
        Calls.fields(
            Json.with(
                Json.object("callId", callId, "to", userIds, "media", "audio", "group", true),
                moreFields)));
  }

  /** Invites the users of these devices, which have taken their {@code call.invited}. */
  static String ring(TestClient caller, TestClient... callees) {
    return ringFor(null, caller, callees);
  }

  /** Invites the users of these devices for that long, null for the server's time. */
  static String ringFor(Integer ringTimeoutMs, TestClient caller, TestClient... callees) {
    String callId = Calls.newCallId();
    List<String> users = Stream.of(callees).map(TestClient::userId).toList();
    Object[] more =
        ringTimeoutMs == null ? new Object[0] : new Object[] {"ringTimeoutMs", ringTimeoutMs};
    tryInvite(caller, callId, users, more).ok();
    for (TestClient callee : callees) {
      callee.expectEvent("call.invited", callId);
    }
    return callId;
  }

  /**
   * A group call that all of these are in, who have taken the events up to there. It rings long,
   * also for those who are added, whatever the server's default.
   */
  static String connect(TestClient creator, TestClient... others) {
    String callId = ringFor(LONG_RING_MS, creator, others);
    List<TestClient> in = new ArrayList<>();
    for (TestClient other : others) {
      accept(callId, creator, other, in);
      in.add(other);
    }
    return callId;
  }

  /** Accepts, and has all that are in take what they are told of it. */
  static void accept(String callId, TestClient inviter, TestClient acceptor, List<TestClient> in) {
    acceptor.ok("call.accept", "callId", callId);
    expectFrom(inviter, "call.accepted", callId, acceptor);
    in.forEach(party -> expectFrom(party, "call.partyJoined", callId, acceptor));
  }

  /** Enters, and has all that are in take {@code call.partyJoined}; gives the reply. */
  static JsonNode join(String callId, TestClient joiner, TestClient... in) {
    JsonNode view = joiner.ok("call.join", "callId", callId);
    for (TestClient party : in) {
      expectFrom(party, "call.partyJoined", callId, joiner);
    }
    return view;
  }

  /** Leaves, and has all that stay take {@code call.partyLeft}. */
  static void leave(String callId, TestClient leaver, TestClient... staying) {
    leaver.ok("call.hangup", "callId", callId);
    assertThat(leaver.expectEvent("call.ended", callId).text("reason")).isEqualTo("hangup");
    for (TestClient party : staying) {
      assertThat(expectFrom(party, "call.partyLeft", callId, leaver).text("reason"))
          .isEqualTo("hangup");
    }
  }

  /** Takes the oldest event of this type about this call, which must name that user. */
  static Event expectFrom(TestClient told, String type, String callId, TestClient subject) {
    return expectFrom(told, type, callId, subject.userId());
  }

  static Event expectFrom(TestClient told, String type, String callId, String userId) {
    Event event = told.expectEvent(type, callId);
    assertThat(event.text("userId")).as("the user of %s", event.frame()).isEqualTo(userId);
    return event;
  }

  /** Takes {@code call.partyLeft} of that user with that reason. */
  static void expectLeft(TestClient told, String callId, String userId, String reason) {
    assertThat(expectFrom(told, "call.partyLeft", callId, userId).text("reason")).isEqualTo(reason);
  }

  /** Takes {@code call.ended} with that reason. */
  static void expectEnded(String callId, String reason, TestClient... told) {
    for (TestClient client : told) {
      Event ended = client.expectEvent("call.ended", callId);
      assertThat(ended.text("reason"))
          .as("the end told to %s/%s", client.userId(), client.device())
          .isEqualTo(reason);
    }
  }

  /** The state of that user's party, as this client gets the call. */
  static String partyState(TestClient viewer, String callId, TestClient party) {
    return Calls.party(Calls.get(viewer, callId), party.userId()).path("state").asText();
  }

  /** The users whose parties have not left, in the order of the view. */
  static List<String> present(JsonNode view) {
    List<String> users = new ArrayList<>();
    view.path("parties")
        .forEach(
            party -> {
              if (!party.path("state").asText().equals("left")) {
                users.add(party.path("userId").asText());
              }
            });
    return users;
  }
}
