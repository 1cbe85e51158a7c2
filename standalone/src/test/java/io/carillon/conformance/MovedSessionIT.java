package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 1: any node serves a resume. */
@DisplayName("Resume on another node")
class MovedSessionIT {
  @RegisterExtension
  static final ManyNodes CLUSTER = ManyNodes.with("carillon.edge.drain-spread", "1s");

  private static final int EVENTS = 40;
  private static final Duration LONGER_THAN_SOCKETS_NEED = Duration.ofSeconds(2);

  @Test
  void goesOnWithEveryEventAfterTheLastOneSeen() {
    TestClient alice = CLUSTER.connect("alice", 0);
    TestClient bob = CLUSTER.connect("bob", 1);
    String callId = Calls.connect(alice, bob);
    long seen = bob.lastSeq();
    bob.drop();
    alice.expectEvent("call.partyReconnecting", callId);
    sendCandidates(alice, bob, callId, 0, 5);

    TestClient again = bob.resumeAt(CLUSTER.edge(0));

    assertThat(again.session().path("resumed").asBoolean()).isTrue();
    assertThat(again.session().path("sessionId").asText())
        .isEqualTo(bob.session().path("sessionId").asText());
    List<Event> replayed = again.expectNext(5);
    assertThat(replayed.stream().map(Event::seq))
        .containsExactlyElementsOf(LongStream.rangeClosed(seen + 1, seen + 5).boxed().toList());
    alice.expectEvent("call.partyReconnected", callId);
    sendCandidates(alice, again, callId, 5, 1);
    assertThat(again.expectNext().seq()).isEqualTo(seen + 6);
    Calls.hangUp(again, callId);
    alice.expectEvent("call.ended", callId);
  }

  @Test
  void losesNoEventAndDoublesNoneWhileTheyKeepComing() {
    TestClient alice = CLUSTER.connect("alice", 0);
    TestClient bob = CLUSTER.connect("bob", 1);
    String callId = Calls.connect(alice, bob);
    bob.stopAcknowledging();
    long before = bob.lastSeq();
    List<String> sent =
        IntStream.range(0, EVENTS / 2).mapToObj(i -> sendCandidate(alice, bob, callId, i)).toList();

    TestClient again = bob.resumeAt(CLUSTER.edge(0));
    List<String> more =
        IntStream.range(EVENTS / 2, EVENTS)
            .mapToObj(i -> sendCandidate(alice, bob, callId, i))
            .toList();

    bob.expectClose(4409);
    sent.forEach(id -> alice.reply(id).ok());
    more.forEach(id -> alice.reply(id).ok());
    again.awaitSeq(before + EVENTS);
    Map<Long, JsonNode> bySeq = candidatesBySeq(bob);
    candidatesBySeq(again)
        .forEach(
            (seq, candidate) ->
                assertThat(bySeq.putIfAbsent(seq, candidate)).isIn(null, candidate));
    assertThat(List.copyOf(bySeq.values()))
        .isEqualTo(IntStream.range(0, EVENTS).mapToObj(Sdp::candidate).toList());
  }

  @Test
  void keepsWhatTheSessionWatches() {
    TestClient watcher = CLUSTER.connect("watcher", 0);
    TestClient carol = CLUSTER.connect("carol", 1);
    Presences.subscribe(watcher, carol.userId());

    TestClient again = watcher.resumeAt(CLUSTER.edge(1));
    carol.leave();

    assertThat(again.session().path("resumed").asBoolean()).isTrue();
    Presences.expectStatus(again, carol.userId(), "offline", Inbox.PATIENCE);
  }

  @Test
  void answersARequestThatIsSentAgainFromMemory() {
    TestClient alice = CLUSTER.connect("alice", 0);
    TestClient bob = CLUSTER.connect("bob", 1);
    String callId = Calls.newCallId();
    alice.sendAs("once", "call.invite", Calls.fields(Calls.invitation(callId, bob.userId())));
    JsonNode reply = alice.reply("once").ok();
    bob.expectEvent("call.invited", callId);
    bob.ok("call.reject", "callId", callId);
    alice.expectEvent("call.ended", callId);

    TestClient again = alice.resumeAt(CLUSTER.edge(1));
    again.sendAs("once", "call.invite", Calls.fields(Calls.invitation(callId, bob.userId())));

    assertThat(again.reply("once").ok()).isEqualTo(reply);
  }

  @Test
  void isWhatClientsOfADrainedEdgeDo() {
    TestClient alice = CLUSTER.connect("alice", 0);
    TestClient bob = CLUSTER.connect("bob", 1);
    String callId = Calls.connect(alice, bob);

    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(() -> CLUSTER.drain(ManyNodes.edgeNode(0)));
    alice.takeFrame("goaway");
    TestClient again = alice.resumeAt(CLUSTER.edge(1));

    assertThat(again.session().path("resumed").asBoolean()).isTrue();
    drained.join();
    assertThat(Calls.state(bob, callId)).isEqualTo("active");
    assertThat(Calls.party(Calls.get(bob, callId), alice.userId()).path("state").asText())
        .isIn("connecting", "connected");
    Calls.hangUp(again, callId);
    bob.expectEvent("call.ended", callId);
  }

  @Test
  void isPossibleForAWhileAfterTheDrainedEdgeHasClosedTheSocket() {
    TestClient alice = CLUSTER.connect("alice", 0);

    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(() -> CLUSTER.drain(ManyNodes.edgeNode(0)));
    alice.expectClose(4503);
    await().during(LONGER_THAN_SOCKETS_NEED).atMost(Inbox.PATIENCE).until(() -> !drained.isDone());
    TestClient again = alice.resumeAt(CLUSTER.edge(1));

    assertThat(again.session().path("resumed").asBoolean()).isTrue();
    drained.join();
  }

  @Test
  void aDrainedNodeThatHeldCallsFailsNoRequest() {
    TestClient alice = CLUSTER.connect("alice", 0);
    TestClient bob = CLUSTER.connect("bob", 1);

    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(() -> CLUSTER.drain(ManyNodes.dataNode(1)));
    for (int i = 0; i < EVENTS || !drained.isDone(); i++) {
      String callId = Calls.connect(alice, bob);
      Calls.hangUp(alice, callId);
      bob.expectEvent("call.ended", callId);
    }
  }

  private static void sendCandidates(
      TestClient from, TestClient to, String callId, int first, int count) {
    for (int number = first; number < first + count; number++) {
      from.reply(sendCandidate(from, to, callId, number)).ok();
    }
  }

  private static String sendCandidate(TestClient from, TestClient to, String callId, int number) {
    return from.send(
        "media.candidates",
        "callId",
        callId,
        "to",
        to.address(),
        "candidates",
        List.of(Sdp.candidate(number)),
        "epoch",
        0);
  }

  private static Map<Long, JsonNode> candidatesBySeq(TestClient client) {
    Map<Long, JsonNode> candidates = new TreeMap<>();
    client
        .inbox()
        .peek(frame -> frame.path("type").asText().equals("media.candidates"))
        .forEach(
            frame ->
                candidates.put(
                    frame.path("seq").asLong(), frame.path("data").path("candidates").path(0)));
    return candidates;
  }
}
