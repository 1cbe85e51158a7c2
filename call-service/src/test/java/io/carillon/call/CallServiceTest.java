package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.contract.LineState;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.CallView;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.presence.PresenceUpdate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** call-service on a real Hazelcast member and a real event bus; its neighbours are stand-ins. */
class CallServiceTest {
  private static final String OFFER = "v=0 offer";
  private static final String ANSWER = "v=0 answer";

  private static FakeNeighbours neighbours;
  private static Node node;

  private String alice;
  private String bob;
  private String carol;
  private String callId;

  @BeforeAll
  static void start(@TempDir Path data) {
    neighbours = new FakeNeighbours();
    List<CarillonService> services = new ArrayList<>(neighbours.services());
    services.add(new CallService());
    node =
        Node.start(
            Settings.load(
                Map.of(
                    "carillon.admin-port", "0",
                    "carillon.data", data.toString(),
                    "carillon.call.reconnect-grace", "5s",
                    "carillon.call.sweep-interval", "20ms"),
                Map.of(),
                null),
            services);
  }

  @AfterAll
  static void stop() {
    node.drain();
    node.close();
  }

  @BeforeEach
  void newUsers() {
    String family = UUID.randomUUID().toString().substring(0, 8);
    alice = "alice-" + family;
    bob = "bob-" + family;
    carol = "carol-" + family;
    callId = UUID.randomUUID().toString();
  }

  @Test
  void aCallRingsIsAnsweredAndEnds() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");

    JsonNode made = caller.ask("call.invite", invitation(bob));
    assertThat(made.get("state").asText()).isEqualTo("ringing");
    assertThat(made.get("version").asLong()).isEqualTo(2);
    JsonNode invited = callee.hears("call.invited");
    assertThat(invited.get("call").get("callId").asText()).isEqualTo(callId);
    assertThat(invited.get("description").get("sdp").asText()).isEqualTo(OFFER);

    callee.ask("call.ringing", about());
    assertThat(caller.hears("call.ringing").get("deviceId").asText()).isEqualTo("phone");

    ObjectNode accept = about();
    accept.putObject("description").put("type", "answer").put("sdp", ANSWER);
    JsonNode accepted = callee.ask("call.accept", accept);
    assertThat(accepted.get("state").asText()).isEqualTo("active");
    assertThat(caller.hears("call.accepted").get("description").get("sdp").asText())
        .isEqualTo(ANSWER);

    callee.ask("call.hangup", about());
    assertThat(caller.hears("call.ended").get("reason").asText()).isEqualTo("hangup");
    assertThat(caller.hears("call.ended").get("by").asText()).isEqualTo(bob);
    assertThat(caller.heard()).containsExactly("call.ringing", "call.accepted", "call.ended");
    assertThat(callee.heard()).containsExactly("call.invited", "call.ended");
  }

  @Test
  void theAdapterLearnsOfTheCallWhenItRingsIsAnsweredAndEnds() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    assertThat(mediaSessions()).hasSize(1);
    assertThat(mediaSessions().getFirst().endpoints())
        .extracting(MediaSession.Endpoint::userId, MediaSession.Endpoint::session)
        .containsExactly(tuple(alice, caller.session()), tuple(bob, null));
    callee.ask("call.accept", about());
    assertThat(mediaSessions()).hasSize(2);
    assertThat(mediaSessions().getLast().endpoints())
        .extracting(MediaSession.Endpoint::userId, MediaSession.Endpoint::session)
        .containsExactly(tuple(alice, caller.session()), tuple(bob, callee.session()));
    caller.ask("call.hangup", about());
    assertThat(mediaSessions()).hasSize(3);
    assertThat(mediaSessions().getLast().ended()).isTrue();
    assertThat(mediaSessions()).extracting(MediaSession::version).isSorted();
  }

  @Test
  void theFirstDeviceWinsAndTheOthersHearOfIt() {
    Device caller = online(alice, "laptop");
    Device phone = online(bob, "phone");
    Device tablet = online(bob, "tablet");
    caller.ask("call.invite", invitation(bob));
    phone.ask("call.accept", about());
    assertThat(tablet.hears("call.handledElsewhere").get("outcome").asText()).isEqualTo("accepted");
    assertThat(tablet.refusal("call.accept", about())).isEqualTo(ErrorCode.ANSWERED_ELSEWHERE);
    assertThat(tablet.refusal("call.hangup", about())).isEqualTo(ErrorCode.ANSWERED_ELSEWHERE);
    assertThat(tablet.refusal("call.reject", about())).isEqualTo(ErrorCode.ANSWERED_ELSEWHERE);
    caller.ask("call.hangup", about());
    phone.hears("call.ended");
    assertThat(tablet.heard()).containsExactly("call.invited", "call.handledElsewhere");
  }

  @Test
  void aRejectionEndsTheCallForAll() {
    Device caller = online(alice, "laptop");
    Device phone = online(bob, "phone");
    Device tablet = online(bob, "tablet");
    caller.ask("call.invite", invitation(bob));
    phone.ask("call.reject", about().put("reason", "busy"));
    assertThat(caller.heard()).containsExactly("call.rejected", "call.ended");
    assertThat(caller.hears("call.ended").get("reason").asText()).isEqualTo("busy");
    assertThat(phone.heard()).containsExactly("call.invited", "call.ended");
    assertThat(tablet.heard()).containsExactly("call.invited", "call.handledElsewhere");
    phone.ask("call.reject", about());
    assertThat(phone.refusal("call.accept", about())).isEqualTo(ErrorCode.CALL_ENDED);
  }

  @Test
  void theCallerCancels() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    caller.ask("call.hangup", about());
    assertThat(callee.hears("call.ended").get("reason").asText()).isEqualTo("cancelled");
    caller.ask("call.hangup", about());
    assertThat(caller.heard()).containsExactly("call.ended");
    assertThat(online(bob, "tablet").snapshot().recentlyEnded())
        .singleElement()
        .satisfies(
            ended -> {
              assertThat(ended.callId()).isEqualTo(callId);
              assertThat(ended.reason()).isEqualTo(EndReason.CANCELLED);
            });
  }

  @Test
  void aCallThatNobodyAnswersEnds() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob).put("ringTimeoutMs", 5000));
    assertThat(caller.hears("call.ended").get("reason").asText()).isEqualTo("no_answer");
    assertThat(caller.heard()).containsExactly("call.noAnswer", "call.ended");
    callee.hears("call.ended");
    await()
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> online(bob, "phone").snapshot().missedCalls() == 1);
    assertThat(online(alice, "laptop").snapshot().missedCalls()).isZero();
  }

  @Test
  void whoIsInACallIsBusyUnlessCallsMayWait() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    Device third = online(carol, "desk");
    caller.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());

    ObjectNode second = invitation(bob).put("callId", UUID.randomUUID().toString());
    JsonNode busy = third.ask("call.invite", second);
    assertThat(busy.get("state").asText()).isEqualTo("ended");
    assertThat(busy.get("end").get("reason").asText()).isEqualTo("busy");
    assertThat(third.heard()).containsExactly("call.rejected", "call.ended");

    presence(bob, PresenceUpdate.chosen(PresenceStatus.ONLINE, null, true));
    ObjectNode waiting = invitation(bob).put("callId", UUID.randomUUID().toString());
    assertThat(third.ask("call.invite", waiting).get("state").asText()).isEqualTo("ringing");
  }

  @Test
  void aLineIsFreeAgainAtOnceAfterTheCall() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());
    caller.ask("call.hangup", about());
    ObjectNode next = invitation(bob).put("callId", UUID.randomUUID().toString());
    assertThat(caller.ask("call.invite", next).get("state").asText()).isEqualTo("ringing");
  }

  @Test
  void whoDoesNotWantToBeDisturbedIsNotRung() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    presence(bob, PresenceUpdate.chosen(PresenceStatus.DND, null, null));
    caller.ask("call.invite", invitation(bob));
    assertThat(caller.hears("call.rejected").get("reason").asText()).isEqualTo("dnd");
    assertThat(callee.heard()).isEmpty();
  }

  @Test
  void nobodyToRingIsUnreachableAndASleepingDeviceIsWoken() {
    Device caller = online(alice, "laptop");
    JsonNode ended = caller.ask("call.invite", invitation(bob));
    assertThat(ended.get("end").get("reason").asText()).isEqualTo("unreachable");
    assertThat(caller.heard()).containsExactly("call.ended");

    neighbours.sleepers.put(bob, 1);
    callId = UUID.randomUUID().toString();
    JsonNode rings = caller.ask("call.invite", invitation(bob));
    assertThat(rings.get("parties").get(1).get("state").asText()).isEqualTo("pushed");

    Device woken = online(bob, "phone");
    assertThat(woken.snapshot().calls()).extracting(CallView::callId).containsExactly(callId);
    assertThat(woken.hears("call.invited").get("description").get("sdp").asText()).isEqualTo(OFFER);
    woken.ask("call.accept", about());
    caller.hears("call.accepted");
  }

  @Test
  void aDropWithinTheGraceIsForgiven() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());
    caller.drop();
    assertThat(callee.hears("call.partyReconnecting").get("userId").asText()).isEqualTo(alice);
    caller.resume();
    assertThat(callee.hears("call.partyReconnected").get("instance").asInt()).isEqualTo(1);
    assertThat(caller.ask("call.get", about()).get("state").asText()).isEqualTo("active");
    caller.ask("call.hangup", about());
  }

  @Test
  void aDropBeyondTheGraceEndsTheCall() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());
    caller.drop();
    JsonNode ended = callee.hears("call.ended");
    assertThat(ended.get("reason").asText()).isEqualTo("connection_lost");
    assertThat(ended.get("by").asText()).isEqualTo(alice);
  }

  @Test
  void aReloadedPageTakesOverItsPartAndALateDropChangesNothing() {
    Device page = online(alice, "laptop");
    Device callee = online(bob, "phone");
    page.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());
    Device reloaded = online(alice, "laptop");
    assertThat(reloaded.snapshot().calls()).extracting(CallView::callId).containsExactly(callId);
    assertThat(callee.hears("call.partyReconnected").get("instance").asInt()).isEqualTo(2);
    assertThat(mediaSessions().getLast().endpoints().getFirst().session())
        .isEqualTo(reloaded.session());
    page.drop();
    assertThat(callee.heard()).doesNotContain("call.partyReconnecting");
    callee.ask("call.hangup", about());
    reloaded.hears("call.ended");
    assertThat(page.heard()).doesNotContain("call.ended");
  }

  @Test
  void aSessionThatWasReplacedBeforeItsOpeningWasToldTakesNothingOver() {
    Device replaced = online(alice, "laptop");
    Device newest = online(alice, "laptop");
    Device callee = online(bob, "phone");
    newest.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());
    assertThat(replaced.opened().calls()).isEmpty();
    assertThat(mediaSessions().getLast().endpoints().getFirst().session())
        .isEqualTo(newest.session());
    callee.ask("call.hangup", about());
    newest.hears("call.ended");
    assertThat(callee.heard()).doesNotContain("call.partyReconnected");
  }

  @Test
  void byeLeavesTheCall() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());
    callee.bye();
    assertThat(caller.hears("call.ended").get("reason").asText()).isEqualTo("hangup");
  }

  @Test
  void mediaStateReachesTheOtherParty() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());
    ObjectNode muted =
        about().put("audio", false).put("video", true).put("screen", false).put("hold", false);
    caller.ask("media.state", muted);
    assertThat(callee.hears("media.state").get("audio").asBoolean()).isFalse();
    assertThat(callee.hears("media.state").get("from").get("userId").asText()).isEqualTo(alice);
    assertThat(
            callee
                .ask("call.get", about())
                .get("parties")
                .get(0)
                .get("media")
                .get("audio")
                .asBoolean())
        .isFalse();
    caller.ask("call.hangup", about());
  }

  @Test
  void reportedConnectionsMakePartiesConnected() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());
    ObjectNode toBob = about().put("state", "connected");
    toBob.putObject("peer").put("userId", bob).put("deviceId", "phone");
    caller.ask("media.connection", toBob);
    ObjectNode toAlice = about().put("state", "connected");
    toAlice.putObject("peer").put("userId", alice).put("deviceId", "laptop");
    callee.ask("media.connection", toAlice);
    JsonNode call = caller.ask("call.get", about());
    assertThat(call.get("parties").findValuesAsText("state"))
        .containsExactly("connected", "connected");
    caller.ask("call.hangup", about());
  }

  @Test
  void presenceHearsWhoIsTalking() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());
    caller.ask("call.hangup", about());
    for (String user : List.of(alice, bob)) {
      UserRef ref = new UserRef("default", user);
      await()
          .atMost(10, TimeUnit.SECONDS)
          .untilAsserted(
              () ->
                  assertThat(neighbours.lines)
                      .filteredOn(line -> line.user().equals(ref))
                      .containsExactly(new LineState(ref, true), new LineState(ref, false)));
    }
  }

  @Test
  void strangersAndWrongInvitationsAreRefused() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    Device stranger = online(carol, "desk");
    caller.ask("call.invite", invitation(bob));
    assertThat(stranger.refusal("call.get", about())).isEqualTo(ErrorCode.CALL_NOT_FOUND);
    assertThat(stranger.refusal("call.accept", about())).isEqualTo(ErrorCode.NOT_IN_CALL);
    assertThat(stranger.refusal("call.invite", invitation(bob))).isEqualTo(ErrorCode.CALL_EXISTS);
    ObjectNode unknown = about().put("callId", UUID.randomUUID().toString());
    assertThat(callee.refusal("call.accept", unknown)).isEqualTo(ErrorCode.CALL_NOT_FOUND);
    ObjectNode many = invitation(bob).put("callId", UUID.randomUUID().toString());
    many.withArray("to").add(carol);
    assertThat(caller.refusal("call.invite", many)).isEqualTo(ErrorCode.BAD_REQUEST);
    ObjectNode self = invitation(alice).put("callId", UUID.randomUUID().toString());
    assertThat(caller.refusal("call.invite", self)).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(caller.refusal("call.dance", about())).isEqualTo(ErrorCode.UNKNOWN_TYPE);
    assertThat(caller.refusal("media.candidates", about())).isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void anInvitationThatComesAgainIsTheSameCall() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    JsonNode again = caller.ask("call.invite", invitation(bob));
    assertThat(again.get("version").asLong()).isEqualTo(2);
    assertThat(callee.heard()).containsExactly("call.invited");
    assertThat(caller.ask("call.list", JsonNodeFactory.instance.objectNode()).get("calls"))
        .hasSize(1);
    caller.ask("call.hangup", about());
    assertThat(caller.ask("call.list", JsonNodeFactory.instance.objectNode()).get("calls"))
        .isEmpty();
  }

  private Device online(String userId, String deviceId) {
    return Device.online(neighbours, userId, deviceId);
  }

  private ObjectNode about() {
    return JsonNodeFactory.instance.objectNode().put("callId", callId);
  }

  private ObjectNode invitation(String to) {
    ObjectNode data = about().put("media", "video");
    data.putArray("to").add(to);
    data.putObject("description").put("type", "offer").put("sdp", OFFER);
    return data;
  }

  private List<MediaSession> mediaSessions() {
    return neighbours.mediaSessions.stream()
        .filter(session -> session.callId().equals(callId))
        .toList();
  }

  private static void presence(String user, PresenceUpdate update) {
    neighbours
        .context()
        .presence()
        .update(new UserRef("default", user), update)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }
}
