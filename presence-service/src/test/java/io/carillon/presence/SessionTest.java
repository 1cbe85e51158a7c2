package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionOrder;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.contract.SessionStanding;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions over real sockets: events, resumes, and requests that come twice. */
class SessionTest {
  private static RunningEdge edge;

  private final String user = RunningEdge.newUser("bob");

  @BeforeAll
  static void start() throws IOException {
    edge =
        RunningEdge.with("carillon.event-loops", "2", "carillon.app.weak.secret", "far too short");
  }

  @AfterAll
  static void stop() throws IOException {
    edge.close();
  }

  @Test
  void aResumeReplaysWhatWasMissedInOrderOnceOnWhicheverLoopItArrives() throws Exception {
    TestClient client = edge.connect(user, "phone");
    SessionRef session = edge.calls.sessionOf(user);
    long seen = 0;
    for (int round = 0; round < 6; round++) {
      deliver(session, 2);
      assertThat(seqsOf(client.next(2))).containsExactly(seen + 1, seen + 2);
      client.drop();
      int losses = round + 1;
      await().until(() -> count(edge.calls.changesOf(user), "Lost") == losses);
      deliver(session, 3);

      TestClient next = reopen();
      JsonNode reply = next.resume(edge.token(user), "phone", client, seen + 1);

      assertThat(reply.path("resumed").asBoolean()).isTrue();
      assertThat(reply.has("calls")).isFalse();
      assertThat(seqsOf(next.next(4))).containsExactly(seen + 2, seen + 3, seen + 4, seen + 5);
      seen += 5;
      next.ack(seen);
      next.ok("ping", Map.of());
      client = next;
    }
    assertThat(count(edge.calls.changesOf(user), "Resumed")).isEqualTo(6);
    assertThat(count(edge.calls.changesOf(user), "Opened")).isEqualTo(1);
  }

  @Test
  void aResumeWhileTheOldSocketIsOpenTakesItsPlace() throws Exception {
    for (int round = 0; round < 2; round++) {
      TestClient old = edge.connect(user, "phone");
      SessionRef session = edge.calls.sessionOf(user);
      for (int more = 0; more <= round; more++) {
        TestClient next = reopen();
        assertThat(next.resume(edge.token(user), "phone", old, 0).path("resumed").asBoolean())
            .isTrue();
        JsonNode goaway = old.expect("goaway");
        assertThat(goaway.path("data").path("reason").asText()).isEqualTo("replaced");
        assertThat(old.closeCode()).isEqualTo(4409);
        old = next;
      }
      deliver(session, 1);
      assertThat(old.next().path("seq").asLong()).isEqualTo(1);
      old.ok("bye", Map.of());
    }
    assertThat(edge.calls.changesOf(user)).doesNotContain("Lost");
  }

  @Test
  void aResumeByAnotherUserDeviceOrTokenIsANewSession() {
    TestClient phone = edge.connect(user, "phone");
    String mallory = RunningEdge.newUser("mallory");

    assertThat(reopen().resume(edge.token(mallory), "phone", phone, 0).path("resumed").asBoolean())
        .isFalse();
    assertThat(reopen().resume(edge.token(user), "tablet", phone, 0).path("resumed").asBoolean())
        .isFalse();
    assertThat(reopen().resume(edge.token(user), "watch", phone, 1).path("resumed").asBoolean())
        .isFalse();
    phone.ok("ping", Map.of());
  }

  @Test
  void aResumeThatClaimsEventsThatNeverWereIsANewSession() {
    TestClient phone = edge.connect(user, "phone");

    JsonNode reply = reopen().resume(edge.token(user), "phone", phone, 1);

    assertThat(reply.path("resumed").asBoolean()).isFalse();
    assertThat(phone.closeCode()).isEqualTo(4409);
  }

  @Test
  void aResumeAfterAnAckOfMoreIsANewSession() throws Exception {
    TestClient phone = edge.connect(user, "phone");
    deliver(edge.calls.sessionOf(user), 3);
    phone.next(3);
    phone.ack(2);
    phone.ok("ping", Map.of());

    assertThat(reopen().resume(edge.token(user), "phone", phone, 1).path("resumed").asBoolean())
        .isFalse();
  }

  @Test
  void theSameDeviceAnewReplacesTheOlderSession() throws Exception {
    TestClient older = edge.connect(user, "phone");
    SessionRef session = edge.calls.sessionOf(user);
    TestClient newer = edge.connect(user, "phone");

    assertThat(older.expect("goaway").path("data").path("action").asText()).isEqualTo("disconnect");
    assertThat(older.closeCode()).isEqualTo(4409);
    assertThat(edge.calls.deliver(session, FakeCalls.notice("call.ringing"))).isFalse();
    assertThat(reopen().resume(edge.token(user), "phone", older, 0).path("resumed").asBoolean())
        .isFalse();
    assertThat(newer.closeCode()).isEqualTo(4409);
    assertThat(edge.calls.changesOf(user)).startsWith("Opened", "Opened");
    await().atMost(20, TimeUnit.SECONDS).until(() -> edge.calls.changesOf(user).contains("Lost"));
    assertThat(edge.calls.changes)
        .filteredOn(SessionChange.Lost.class::isInstance)
        .extracting(SessionChange::session)
        .contains(session);
  }

  private static List<SessionChange> changesToldOf(String user) {
    return edge.calls.changes.stream()
        .filter(change -> change.session().userId().equals(user))
        .distinct()
        .toList();
  }

  @Test
  void aSessionThatCanNotBeOpenedIsLostAndSoIsTheOneThatItReplaced() {
    TestClient older = edge.connect(user, "phone");
    edge.calls.snapshots.put(
        user, Future.failedFuture(new ProtocolException(ErrorCode.UNAVAILABLE, "not now")));

    assertThat(reopen().error("hello", hello())).isEqualTo("unavailable");

    assertThat(older.closeCode()).isEqualTo(4409);
    // Each is told again and again while the answer is that it can't be taken in.
    await().until(() -> changesToldOf(user).size() == 4);
    List<SessionChange> changes = changesToldOf(user);
    assertThat(changes.subList(0, 2)).allMatch(change -> change instanceof SessionChange.Opened);
    assertThat(changes.subList(2, 4))
        .containsExactlyInAnyOrder(
            new SessionChange.Lost(changes.get(0).session()),
            new SessionChange.Lost(changes.get(1).session()));
  }

  @Test
  void aSessionThatIsReplacedBeforeItBeginsIsLost() {
    Promise<SessionSnapshot> held = Promise.promise();
    edge.calls.snapshots.put(user, held.future());
    TestClient slow = reopen();
    String hello = slow.send("hello", hello());
    await().until(() -> edge.calls.changesOf(user).contains("Opened"));
    SessionRef early = edge.calls.sessionOf(user);
    edge.calls.snapshots.remove(user);
    TestClient newer = edge.connect(user, "phone");
    held.complete(SessionSnapshot.EMPTY);

    assertThat(code(slow.reply(hello))).isEqualTo("invalid_state");
    assertThat(slow.closeCode()).isEqualTo(4409);
    await().until(() -> edge.calls.changes.contains(new SessionChange.Lost(early)));
    newer.ok("ping", Map.of());
  }

  private Map<String, Object> hello() {
    return Map.of("token", edge.token(user), "device", Map.of("id", "phone"));
  }

  @Test
  void anInvitationThatComesByTheSnapshotAndByDeliveryIsToldOnce() throws Exception {
    var invited = FakeCalls.notice("call.invited");
    edge.calls.snapshots.put(
        user,
        Future.succeededFuture(new SessionSnapshot(List.of(), List.of(), 3, List.of(invited))));
    TestClient phone = edge.connect(user, "phone");

    assertThat(phone.session().path("missedCalls").asInt()).isEqualTo(3);
    assertThat(phone.next().path("type").asText()).isEqualTo("call.invited");
    deliver(edge.calls.sessionOf(user), 1);
    assertThat(phone.next().path("seq").asLong()).isEqualTo(2);
  }

  @Test
  void theSameIdIsCarriedOutOnceAndAnsweredTwice() {
    TestClient phone = edge.connect(user, "phone");

    phone.sendAs("x", "call.noticed", Map.of("callId", user));
    phone.sendAs("x", "call.noticed", Map.of("callId", user));

    List<String> types = phone.next(4).stream().map(frame -> frame.path("type").asText()).toList();
    assertThat(types).containsExactlyInAnyOrder("ok", "ok", "call.first", "call.second");
    assertThat(commands()).containsExactly("call.noticed");
  }

  @Test
  void aRequestThatIsStillUnderWayIsAnsweredOnTheSocketThatAsksAgain() {
    TestClient phone = edge.connect(user, "phone");
    Map<String, String> data = Map.of("callId", user);
    phone.sendAs("x", "call.slow", data);
    await().until(() -> commands().contains("call.slow"));
    phone.drop();
    TestClient next = reopen();
    next.resume(edge.token(user), "phone", phone, 0);
    next.sendAs("x", "call.slow", data);
    next.ok("ping", Map.of());

    edge.calls.release("{\"callId\":\"" + user + "\"}");

    assertThat(next.reply("x").path("type").asText()).isEqualTo("ok");
    next.sendAs("x", "call.slow", data);
    assertThat(next.reply("x").path("type").asText()).isEqualTo("ok");
    assertThat(commands()).containsExactly("call.slow");
  }

  @Test
  void aReplyIsNotSentToASocketThatDidNotAsk() {
    TestClient phone = edge.connect(user, "phone");
    phone.sendAs("x", "call.slow", Map.of("callId", user));
    await().until(() -> commands().contains("call.slow"));
    TestClient next = reopen();
    next.resume(edge.token(user), "phone", phone, 0);

    edge.calls.release("{\"callId\":\"" + user + "\"}");
    next.ok("call.echo", Map.of("callId", user));

    assertThat(next.untaken()).isEmpty();
    assertThat(commands()).containsExactly("call.slow", "call.echo");
  }

  @Test
  void requestsAboutOneCallWaitForEachOtherAndThoseAboutAnotherDoNot() {
    TestClient phone = edge.connect(user, "phone");
    String slow = phone.send("call.slow", Map.of("callId", user));
    String waits = phone.send("call.echo", Map.of("callId", user));

    phone.ok("call.echo", Map.of("callId", user + "-other"));
    phone.ok("call.echo", Map.of());
    assertThat(commands()).containsExactly("call.slow", "call.echo", "call.echo");
    edge.calls.release("{\"callId\":\"" + user + "\"}");

    phone.reply(slow);
    assertThat(phone.reply(waits).path("data").path("callId").asText()).isEqualTo(user);
  }

  @Test
  void aRefusalIsRememberedButNotOneThatMayBeRetried() {
    TestClient phone = edge.connect(user, "phone");
    phone.sendAs("x", "call.refused", Map.of());
    assertThat(code(phone.reply("x"))).isEqualTo("call_not_found");
    phone.sendAs("x", "call.echo", Map.of());
    assertThat(code(phone.reply("x"))).isEqualTo("call_not_found");

    phone.sendAs("y", "media.state", Map.of());
    JsonNode unavailable = phone.reply("y");
    assertThat(code(unavailable)).isEqualTo("unavailable");
    assertThat(unavailable.path("error").path("retryable").asBoolean()).isTrue();
    phone.sendAs("y", "call.echo", Map.of());
    assertThat(phone.reply("y").path("type").asText()).isEqualTo("ok");
  }

  @Test
  void aTokensGrantsLimitWhatMayBeAsked() {
    TestClient phone = reopen();
    JwtClaims claims = RunningEdge.claims(user, 60_000);
    claims.setStringListClaim("grants", "presence");
    phone.hello(edge.token(claims), "phone");

    assertThat(phone.error("call.echo", Map.of())).isEqualTo("forbidden");
    assertThat(phone.error("media.state", Map.of())).isEqualTo("forbidden");
    phone.ok("presence.get", Map.of("users", List.of("anyone")));
    phone.ok("token.refresh", Map.of("token", edge.token(user)));
    phone.ok("call.echo", Map.of());
  }

  @Test
  void aRefreshWithATokenOfSomebodyElseChangesNothing() {
    TestClient phone = edge.connect(user, "phone");
    JwtClaims tablet = RunningEdge.claims(user, 60_000);
    tablet.setStringClaim("device", "tablet");

    assertThat(phone.error("token.refresh", Map.of("token", edge.token("mallory"))))
        .isEqualTo("token_invalid");
    assertThat(phone.error("token.refresh", Map.of("token", edge.token(tablet))))
        .isEqualTo("token_invalid");
    phone.ok("ping", Map.of());
  }

  @Test
  void anAppWhoseSecretIsTooShortIsToldThatTheServerFails() {
    TestClient phone = reopen();
    JwtClaims claims = RunningEdge.claims(user, 60_000);
    claims.setStringClaim("app", "weak");

    Map<String, Object> hello =
        Map.of("token", edge.token(claims), "device", Map.of("id", "phone"));
    assertThat(phone.error("hello", hello)).isEqualTo("internal");
    phone.hello(edge.token(user), "phone");
  }

  @Test
  void anotherHelloAndUnknownTypesAreRefused() {
    TestClient phone = edge.connect(user, "phone");

    assertThat(phone.error("hello", Map.of("token", "x", "device", Map.of("id", "y"))))
        .isEqualTo("invalid_state");
    for (String type : List.of("", "nonsense", "users.block", "histories.list", "token.steal")) {
      assertThat(phone.error(type, Map.of())).isEqualTo("unknown_type");
    }
  }

  @Test
  void whatFollowsAHelloWithoutWaitingIsCarriedOutAfterIt() {
    TestClient phone = reopen();
    phone.send("hello", Map.of("token", edge.token(user), "device", Map.of("id", "phone")));
    phone.send("call.echo", Map.of("callId", user));
    phone.send("ping", Map.of());

    assertThat(phone.next().path("data").path("userId").asText()).isEqualTo(user);
    assertThat(phone.next(2)).allMatch(frame -> frame.path("type").asText().equals("ok"));
  }

  @Test
  void byeReleasesTheSession() throws Exception {
    TestClient phone = edge.connect(user, "phone");
    SessionRef session = edge.calls.sessionOf(user);

    phone.ok("bye", Map.of());

    assertThat(phone.closeCode()).isEqualTo(1000);
    await().until(() -> edge.calls.changesOf(user).contains("Closed"));
    assertThat(edge.calls.deliver(session, FakeCalls.notice("call.ringing"))).isFalse();
    assertThat(edge.calls.changesOf(user)).containsExactly("Opened", "Closed");
    await()
        .until(
            () ->
                edge.calls
                    .context()
                    .sessions()
                    .of(session.user())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .sessions()
                    .isEmpty());
  }

  @Test
  void aByeIsToldAfterTheRequestsThatCameBeforeIt() {
    TestClient phone = edge.connect(user, "phone");
    phone.send("call.slow", Map.of("callId", user));
    phone.send("call.echo", Map.of("callId", user));
    await().until(() -> commands().contains("call.slow"));

    phone.ok("bye", Map.of());
    assertThat(phone.closeCode()).isEqualTo(1000);
    assertThat(edge.calls.changesOf(user)).containsExactly("Opened");
    edge.calls.release("{\"callId\":\"" + user + "\"}");

    await().until(() -> edge.calls.changesOf(user).contains("Closed"));
    assertThat(edge.calls.told(user)).containsExactly("Opened", "call.slow", "call.echo", "Closed");
  }

  @Test
  void anEdgeSaysHowASessionStands() throws Exception {
    edge.connect(user, "phone");
    SessionRef session = edge.calls.sessionOf(user);
    SessionRef unknown =
        new SessionRef("default", user, "phone", "no-such-session", session.edge());

    assertThat(order(new SessionOrder.Probe(session)).present()).isTrue();
    assertThat(order(new SessionOrder.Probe(unknown)).present()).isFalse();
  }

  private static SessionStanding order(SessionOrder order) throws Exception {
    String address =
        order
            .session()
            .edge()
            .replace("presence.deliver.", Contract.PRESENCE_SESSION.addressAt(""));
    return edge.calls
        .context()
        .bus()
        .ask(Contract.PRESENCE_SESSION, address, order)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static TestClient reopen() {
    TestClient client = edge.open();
    client.expect("welcome");
    return client;
  }

  private static void deliver(SessionRef session, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      assertThat(edge.calls.deliver(session, FakeCalls.notice("call.ringing"))).isTrue();
    }
  }

  private List<String> commands() {
    return edge.calls.commands.stream()
        .filter(command -> command.from().userId().equals(user))
        .map(command -> command.type())
        .toList();
  }

  private static List<Long> seqsOf(List<JsonNode> frames) {
    return frames.stream().map(frame -> frame.path("seq").asLong()).toList();
  }

  private static String code(JsonNode reply) {
    return reply.path("error").path("code").asText();
  }

  private static long count(List<String> changes, String change) {
    return changes.stream().filter(change::equals).count();
  }
}
