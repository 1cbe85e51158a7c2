package io.carillon.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.MediaEvent.CandidatesReceived;
import io.carillon.protocol.event.MediaEvent.IceServers;
import io.carillon.protocol.view.IceServer;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.media.MediaStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on a node of its own, between an edge and a call-service that only listen. */
class MediaServiceTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String SECRET = "north";
  private static final Neighbours neighbours = new Neighbours();
  private static Node node;

  private final String callId = UUID.randomUUID().toString();
  private final SessionRef alice = session("alice", "pixel");
  private final SessionRef bob = session("bob", "mac");

  @BeforeAll
  static void start(@TempDir Path data) {
    Settings settings =
        Settings.load(
            Map.of(
                "carillon.data", data.toString(),
                "carillon.admin-port", "0",
                "carillon.event-loops", "4",
                "carillon.stun.urls", "stun:stun.example.org:3478",
                "carillon.turn.urls", "turn:turn.example.org:3478,turns:turn.example.org:5349",
                "carillon.turn.secret", SECRET,
                "carillon.turn.ttl", "1s"),
            Map.of(),
            null);
    node =
        Node.start(
            settings, List.of(neighbours.callService(), new MediaService(), neighbours.edge()));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aMessageReachesTheOtherPartyStampedWithItsSender() {
    tell(1, in(alice), in(bob));
    assertOk(ask(alice, "media.candidates", candidates("bob", 0, "one")));
    assertThat(neighbours.noticesOf(bob.sessionId()))
        .singleElement()
        .satisfies(
            notice -> {
              CandidatesReceived event = Json.decode(notice.data(), CandidatesReceived.class);
              assertThat(event.from().userId()).isEqualTo("alice");
              assertThat(event.from().deviceId()).isEqualTo("pixel");
            });
  }

  @Test
  void anUnknownCallIsNotFound() {
    assertRefused(
        ask(alice, "media.candidates", candidates("bob", 0, "x")), ErrorCode.CALL_NOT_FOUND);
  }

  @Test
  void aCallOfAnotherTenantIsNotFound() {
    tell(1, in(alice), in(bob));
    SessionRef elsewhere =
        new SessionRef("other", "alice", "pixel", alice.sessionId(), alice.edge());
    assertRefused(
        ask(elsewhere, "media.candidates", candidates("bob", 0, "x")), ErrorCode.CALL_NOT_FOUND);
  }

  @Test
  void anEndedCallSaysSo() {
    tell(1, in(alice), in(bob));
    end(2);
    assertRefused(ask(alice, "media.candidates", candidates("bob", 0, "x")), ErrorCode.CALL_ENDED);
    assertRefused(ask(alice, "media.state", state()), ErrorCode.CALL_ENDED);
  }

  @Test
  void whatComesLateDoesNotBringAnEndedCallBack() {
    end(5);
    tell(4, in(alice), in(bob));
    assertRefused(ask(alice, "media.candidates", candidates("bob", 0, "x")), ErrorCode.CALL_ENDED);
  }

  @Test
  void anotherSessionOfAPartyMayNotSpeak() {
    tell(1, in(alice), in(bob));
    assertRefused(
        ask(session("alice", "pixel"), "media.candidates", candidates("bob", 0, "x")),
        ErrorCode.NOT_IN_CALL);
  }

  @Test
  void anEpochThatIsNotYetIsRefused() {
    tell(1, in(alice), in(bob));
    assertRefused(
        ask(alice, "media.candidates", candidates("bob", 1, "x")), ErrorCode.INVALID_STATE);
  }

  @Test
  void aBridgeIsNotThere() {
    tell(1, in(alice), in(bob));
    assertRefused(
        ask(
            alice,
            "media.description",
            "{\"callId\":\""
                + callId
                + "\",\"to\":\"sfu\",\"epoch\":0,\"description\":{\"type\":\"rollback\"}}"),
        ErrorCode.INVALID_STATE);
  }

  @Test
  void aTypeThatNobodyKnowsIsRefused() {
    assertRefused(ask(alice, "media.smell", "{}"), ErrorCode.UNKNOWN_TYPE);
  }

  @Test
  void aReceiverWhoIsGoneIsUnavailableForNow() {
    tell(1, in(alice), in(bob));
    neighbours.absent.add(bob.sessionId());
    ErrorBody error =
        assertRefused(
            ask(alice, "media.candidates", candidates("bob", 0, "x")), ErrorCode.UNAVAILABLE);
    assertThat(error.retryable()).isTrue();
  }

  @Test
  void whatComesBeforeTheAcceptIsLetGoInOrderBeforeTheAcceptIsAnswered() {
    tell(1, in(alice), invited("bob"));
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "c" + i).toList();
    names.forEach(name -> assertOk(ask(alice, "media.candidates", candidates("bob", 0, name))));
    assertThat(neighbours.noticesOf(bob.sessionId())).isEmpty();

    tell(2, in(alice), in(bob));
    assertThat(received(bob)).containsExactlyElementsOf(names);
  }

  @Test
  void whatComesWhileHeldMessagesAreLetGoComesAfterThem() {
    tell(1, in(alice), invited("bob"));
    assertOk(ask(alice, "media.candidates", candidates("bob", 0, "held1")));
    assertOk(ask(alice, "media.candidates", candidates("bob", 0, "held2")));
    Promise<Void> gate = Promise.promise();
    neighbours.gates.put(bob.sessionId(), gate.future());

    Future<?> accepted = telling(2, in(alice), in(bob));
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(received(bob)).containsExactly("held1"));
    Future<ServiceReply> late = asking(alice, "media.candidates", candidates("bob", 0, "late"));
    assertThat(accepted.isComplete()).isFalse();

    gate.complete();
    await(accepted);
    assertOk(await(late));
    assertThat(received(bob)).containsExactly("held1", "held2", "late");
  }

  @Test
  void moreThanSixtyFourMessagesAreNotHeld() {
    tell(1, in(alice), invited("bob"));
    for (int i = 0; i < RelayCall.MAX_HELD; i++) {
      assertOk(ask(alice, "media.candidates", candidates("bob", 0, "c" + i)));
    }
    ErrorBody error =
        assertRefused(
            ask(alice, "media.candidates", candidates("bob", 0, "x")), ErrorCode.RATE_LIMITED);
    assertThat(error.retryAfterMs()).isPositive();

    tell(2, in(alice), in(bob));
    assertThat(received(bob)).hasSize(RelayCall.MAX_HELD);
    assertOk(ask(alice, "media.candidates", candidates("bob", 0, "after")));
  }

  @Test
  void whatASessionLeftBehindIsNotLetGoAfterAnotherTookOver() {
    tell(1, in(alice), invited("bob"));
    assertOk(ask(alice, "media.candidates", candidates("bob", 0, "old page")));
    SessionRef reloaded = session("alice", "pixel");
    tell(2, in(reloaded), invited("bob"));
    assertOk(ask(reloaded, "media.candidates", candidates("bob", 0, "new page")));
    tell(3, in(reloaded), in(bob));
    assertThat(received(bob)).containsExactly("new page");
  }

  @Test
  void anAdapterThatIsBehindLooksAtTheMapBeforeItRefuses() {
    tell(1, in(alice), in(bob));
    SessionRef laptop = session("bob", "laptop");
    MediaStore store = new MediaStore(neighbours.node().vertx(), neighbours.node().hazelcast());
    await(store.update(media(2, List.of(in(alice), in(laptop)), false), 0));

    assertOk(ask(laptop, "media.candidates", candidates("alice", 0, "here")));
    assertThat(received(alice)).containsExactly("here");
  }

  @Test
  void eachSendersOrderHoldsWhateverTheMomentOfTheAccept() {
    SessionRef carol = session("carol", "tab");
    tell(1, in(alice), in(carol), invited("bob"));
    int messages = 30;
    List<Future<?>> senders = new ArrayList<>();
    for (SessionRef sender : List.of(alice, carol)) {
      Future<?> chain = Future.succeededFuture();
      for (int i = 0; i < messages; i++) {
        String name = sender.userId() + i;
        chain =
            chain.compose(
                sent ->
                    asking(sender, "media.candidates", candidates("bob", 0, name))
                        .onSuccess(MediaServiceTest::assertOk));
      }
      senders.add(chain);
    }
    senders.add(telling(2, in(alice), in(carol), in(bob)));
    await(Future.all(senders));

    List<String> received = received(bob);
    assertThat(received).hasSize(2 * messages);
    for (SessionRef sender : List.of(alice, carol)) {
      assertThat(received.stream().filter(name -> name.startsWith(sender.userId())))
          .containsExactlyElementsOf(
              IntStream.range(0, messages).mapToObj(i -> sender.userId() + i).toList());
    }
  }

  @Test
  void whatChangesTheCallIsPassedOnAsItIs() {
    tell(1, in(alice), in(bob));
    ServiceReply reply = ask(alice, "media.state", state());
    assertThat(reply).isEqualTo(ServiceReply.ok(new RawJson("{\"state\":1}")));
    assertThat(neighbours.commands)
        .contains(new ClientRequest(alice, false, "media.state", new RawJson(state())));
  }

  @Test
  void whoIsNotInTheCallChangesNothing() {
    tell(1, in(alice), in(bob));
    SessionRef eve = session("eve", "x");
    assertRefused(ask(eve, "media.state", state()), ErrorCode.NOT_IN_CALL);
    assertThat(neighbours.commands).noneMatch(command -> command.from().equals(eve));
  }

  @Test
  void theRightStatsAreTakenAndWrongOnesNamed() {
    tell(1, in(alice), in(bob));
    String stats =
        "{\"callId\":\"" + callId + "\",\"peer\":{\"userId\":\"bob\"},\"rttMs\":RTT,\"x\":1}";
    assertOk(ask(alice, "media.stats", stats.replace("RTT", "20")));
    assertThat(
            assertRefused(
                    ask(alice, "media.stats", stats.replace("RTT", "-1")), ErrorCode.BAD_REQUEST)
                .message())
        .startsWith("rttMs");
  }

  @Test
  void turnCredentialsAreThoseThatTheTurnServerComputes() throws Exception {
    ServiceReply reply = ask(alice, "media.iceServers", "{}");
    IceServers servers = Json.decode(((ServiceReply.Done) reply).data(), IceServers.class);
    assertThat(servers.iceServers()).hasSize(2);
    assertThat(servers.iceServers().getFirst())
        .isEqualTo(new IceServer(List.of("stun:stun.example.org:3478"), null, null));
    IceServer turn = servers.iceServers().getLast();
    assertThat(turn.urls())
        .containsExactly("turn:turn.example.org:3478", "turns:turn.example.org:5349");
    assertThat(turn.username()).isEqualTo(servers.expiresAt() / 1000 + ":default/alice");
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    assertThat(turn.credential())
        .isEqualTo(
            Base64.getEncoder()
                .encodeToString(mac.doFinal(turn.username().getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void newCredentialsComeBeforeTheOldOnesExpire() {
    IceServers first =
        Json.decode(
            ((ServiceReply.Done) ask(bob, "media.iceServers", "{}")).data(), IceServers.class);
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(neighbours.noticesOf(bob.sessionId()))
                    .anySatisfy(
                        notice -> {
                          assertThat(notice.type()).isEqualTo("media.iceServers");
                          assertThat(Json.decode(notice.data(), IceServers.class).expiresAt())
                              .isGreaterThan(first.expiresAt());
                        }));
  }

  private static SessionRef session(String user, String device) {
    return new SessionRef(
        "default",
        user,
        device,
        UUID.randomUUID().toString(),
        Contract.PRESENCE_DELIVER.addressAt(neighbours.node().node()));
  }

  private static Endpoint in(SessionRef session) {
    return new Endpoint(session.userId(), session);
  }

  private static Endpoint invited(String user) {
    return new Endpoint(user, null);
  }

  private MediaSession media(long version, List<Endpoint> endpoints, boolean ended) {
    return new MediaSession("default", callId, version, 0, Topology.DIRECT, endpoints, ended);
  }

  private void tell(long version, Endpoint... endpoints) {
    await(telling(version, endpoints));
  }

  private Future<?> telling(long version, Endpoint... endpoints) {
    return telling(media(version, List.of(endpoints), false));
  }

  private void end(long version) {
    await(telling(media(version, List.of(), true)));
  }

  private static Future<?> telling(MediaSession session) {
    return neighbours
        .node()
        .bus()
        .ask(
            Contract.MEDIA_SESSION,
            neighbours.node().placement().addressOf(Contract.MEDIA_SESSION, session.key()),
            session);
  }

  private static ServiceReply ask(SessionRef from, String type, String data) {
    return await(asking(from, type, data));
  }

  private static Future<ServiceReply> asking(SessionRef from, String type, String data) {
    return neighbours
        .node()
        .bus()
        .ask(
            Contract.MEDIA_COMMAND,
            neighbours.node().placement().addressOf(Contract.MEDIA_COMMAND, data),
            new ClientRequest(from, false, type, new RawJson(data)));
  }

  private String candidates(String to, int epoch, String name) {
    return "{\"callId\":\""
        + callId
        + "\",\"to\":{\"userId\":\""
        + to
        + "\"},\"candidates\":[{\"candidate\":\""
        + name
        + "\"}],\"epoch\":"
        + epoch
        + '}';
  }

  private String state() {
    return "{\"callId\":\""
        + callId
        + "\",\"audio\":true,\"video\":false,\"screen\":false,\"hold\":false}";
  }

  private static List<String> received(SessionRef session) {
    return neighbours.noticesOf(session.sessionId()).stream()
        .map(Notice::data)
        .map(data -> Json.decode(data, CandidatesReceived.class).candidates().getFirst().text())
        .map(text -> text.replace("{\"candidate\":\"", "").replace("\"}", ""))
        .toList();
  }

  private static void assertOk(ServiceReply reply) {
    assertThat(reply).isInstanceOf(ServiceReply.Done.class);
  }

  private static ErrorBody assertRefused(ServiceReply reply, ErrorCode code) {
    assertThat(reply).isInstanceOf(ServiceReply.Refused.class);
    ErrorBody error = ((ServiceReply.Refused) reply).error();
    assertThat(error.code()).isEqualTo(code);
    return error;
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
