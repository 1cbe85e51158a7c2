package io.carillon.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.media.conference.ClientAnswer;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.BridgeLoss;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.Tracks;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.media.ConferenceRecord;
import io.carillon.runtime.media.ConferenceStore;
import io.carillon.videobridge.Behaviour;
import io.carillon.videobridge.EndpointView;
import io.carillon.videobridge.VideobridgeStandIn;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with bridges, between an edge and a call-service that only listen. */
class BridgedCallsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** One that failed is not used again within the time of a test. */
  private static final int BRIDGES = 4;

  private static final AtomicLong SSRCS = new AtomicLong(1_000);
  private static final Neighbours neighbours = new Neighbours();
  private static final List<VideobridgeStandIn> bridges = new ArrayList<>();
  private static Node node;

  private final String callId = UUID.randomUUID().toString();
  private final Client alice = new Client("alice");
  private final Client bob = new Client("bob");
  private final Client carol = new Client("carol");
  private long version;
  private int epoch = 1;

  @BeforeAll
  static void start(@TempDir Path data) {
    for (int i = 0; i < BRIDGES; i++) {
      bridges.add(VideobridgeStandIn.start());
    }
    Settings settings =
        Settings.load(
            Map.of(
                "carillon.data",
                data.toString(),
                "carillon.admin-port",
                "0",
                "carillon.event-loops",
                "4",
                "carillon.videobridge.health-interval",
                "1h",
                "carillon.videobridge.urls",
                bridges.stream()
                    .map(it -> it.address().toString())
                    .collect(Collectors.joining(","))),
            Map.of(),
            null);
    node =
        Node.start(
            settings, List.of(neighbours.callService(), new MediaService(), neighbours.edge()));
    await()
        .untilAsserted(
            () ->
                assertThat(metrics()).contains("carillon_bridges{state=\"up\"} " + BRIDGES + ".0"));
  }

  private static String metrics() throws IOException {
    try (InputStream page =
        URI.create("http://127.0.0.1:" + node.adminPort() + "/metrics").toURL().openStream()) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void stop() {
    node.close();
    bridges.forEach(VideobridgeStandIn::close);
  }

  @AfterEach
  void endTheCall() {
    bridges.forEach(bridge -> bridge.behave(Behaviour.NORMAL));
    tell(
        new MediaSession(
            "default", callId, ++version, epoch, Topology.SFU, List.of(), true, false));
  }

  @Test
  void everyPartyIsOfferedWhatTheOthersSend() {
    tell(in(alice), in(bob), in(carol));
    settle(alice, bob, carol);

    for (Client client : List.of(alice, bob, carol)) {
      assertThat(client.offer()).contains("mixedmslabel");
      for (Client other : List.of(alice, bob, carol)) {
        assertThat(client.offer().contains("msid:" + other.userId() + "%2Fmac"))
            .isEqualTo(other != client);
      }
    }
    assertThat(endpoints())
        .hasSize(3)
        .allSatisfy(endpoint -> assertThat(endpoint.sources()).hasSize(2));
  }

  @Test
  void whoLeavesIsTakenFromTheBridgeAndFromTheOthersOffers() {
    tell(in(alice), in(bob), in(carol));
    settle(alice, bob, carol);

    tell(in(alice), in(bob));
    settle(alice, bob);

    await().untilAsserted(() -> assertThat(endpoints()).hasSize(2));
    assertThat(alice.offer()).contains("msid:bob%2Fmac").doesNotContain("msid:carol%2Fmac");
  }

  @Test
  void aScreenGetsALineOfItsOwnAndReachesTheOthers() {
    tell(in(alice), in(bob));
    settle(alice, bob);

    tell(in(alice, new MediaFlags(true, true, true, false)), in(bob));
    settle(alice, bob);

    assertThat(alice.offer()).contains("a=recvonly");
    assertThat(bob.offer()).contains("msid:alice%2Fmac%2Fscreen");
  }

  @Test
  void whoIsMutedIsSilencedAtTheBridge() {
    tell(in(alice), in(bob));
    settle(alice, bob);

    tell(new Endpoint("alice", alice.session, 1, new Tracks(true, false, false), null), in(bob));

    await()
        .untilAsserted(
            () ->
                assertThat(endpoints())
                    .filteredOn(EndpointView::audioMuted)
                    .singleElement()
                    .satisfies(endpoint -> assertThat(endpoint.videoMuted()).isFalse()));
    settle(alice, bob);
    assertThat(count(bob.offer(), "msid:alice%2Fmac")).isEqualTo(1);
  }

  @Test
  void whoMayNotPublishIsHeardByNobody() {
    Client listener = new Client("dave", new Tracks(false, false, false));
    tell(in(alice), in(listener));
    settle(alice, listener);

    assertThat(alice.offer()).doesNotContain("msid:dave");
    assertThat(listener.offer()).contains("msid:alice%2Fmac");
  }

  @Test
  void aLostBridgeIsToldAndTheNextEpochIsOnAnother() {
    tell(in(alice), in(bob));
    settle(alice, bob);
    VideobridgeStandIn before = carrier();
    before.behave(Behaviour.FAILING);

    tell(in(alice), in(bob), in(carol));

    await().untilAsserted(() -> assertThat(losses()).contains(loss(epoch, true)));
    epoch++;
    tell(in(alice), in(bob), in(carol));
    settle(alice, bob, carol);
    assertThat(carrier()).isNotSameAs(before);
    assertThat(alice.offerEpoch()).isEqualTo(epoch);
  }

  @Test
  void aBridgeIsAskedHowItIsOnceAChannelBreaks() {
    tell(in(alice), in(bob));
    settle(alice, bob);
    await().untilAsserted(() -> assertThat(endpoints()).allMatch(EndpointView::channelOpen));
    VideobridgeStandIn carrier = carrier();
    carrier.behave(Behaviour.FAILING);

    carrier.cutChannels();

    await().untilAsserted(() -> assertThat(losses()).contains(loss(epoch, true)));
  }

  @Test
  void anEndpointThatTheBridgeGaveUpIsMadeAnew() {
    tell(in(alice), in(bob));
    settle(alice, bob);
    String session = alice.originOfOffer();
    EndpointView given = endpointOf(alice);
    carrier().giveUp(meetingId(), given.id());
    carrier().cutChannels();

    await().untilAsserted(() -> assertThat(alice.originOfOffer()).isNotEqualTo(session));
    settle(alice, bob);
    assertThat(endpoints()).hasSize(2).noneMatch(it -> it.id().equals(given.id()));
  }

  @Test
  void aClientWhoseConnectionFailedGetsAnother() {
    tell(in(alice), in(bob));
    settle(alice, bob);
    String session = alice.originOfOffer();

    await()
        .untilAsserted(
            () -> {
              assertOk(
                  ask(
                      alice,
                      "media.connection",
                      "{\"callId\":\"%s\",\"peer\":\"sfu\",\"state\":\"failed\"}"
                          .formatted(callId)));
              assertThat(alice.originOfOffer()).isNotEqualTo(session);
            });

    settle(alice, bob);
    await().untilAsserted(() -> assertThat(endpoints()).hasSize(2));
  }

  @Test
  void whatAClientWantsHoldsOnTheNextBridgeToo() {
    tell(in(alice), in(bob));
    settle(alice, bob);
    assertOk(
        ask(alice, "media.receive", "{\"callId\":\"%s\",\"maxHeight\":240}".formatted(callId)));

    epoch++;
    tell(in(alice), in(bob));
    settle(alice, bob);

    await()
        .untilAsserted(
            () -> assertThat(endpointOf(alice).received()).anyMatch(it -> it.contains("240")));
  }

  @Test
  void whoSpeaksIsToldToAllOnce() {
    tell(in(alice), in(bob));
    settle(alice, bob);
    await().untilAsserted(() -> assertThat(endpoints()).allMatch(EndpointView::channelOpen));

    carrier().speaks(meetingId(), endpointOf(bob).id());

    await()
        .untilAsserted(
            () -> {
              assertThat(alice.events("media.speaker")).hasSize(1);
              assertThat(bob.events("media.speaker")).hasSize(1);
            });
    assertThat(alice.events("media.speaker").getFirst().path("userId").asText()).isEqualTo("bob");
  }

  @Test
  void whatAClientWantsToGetReachesItsChannel() {
    tell(in(alice), in(bob));
    settle(alice, bob);

    assertOk(
        ask(
            alice,
            "media.receive",
            "{\"callId\":\"%s\",\"lastN\":3,\"onStage\":[\"bob\"],\"maxHeight\":480}"
                .formatted(callId)));

    String picture = endpointOf(bob).id() + "-v0";
    await()
        .untilAsserted(
            () ->
                assertThat(endpointOf(alice).received())
                    .anySatisfy(
                        message ->
                            assertThat(message)
                                .contains("ReceiverVideoConstraints", "480", picture)));
  }

  @Test
  void anAnswerThatCannotBeIsRefusedAndMayBeGivenAgain() {
    tell(in(alice), in(bob));
    await().untilAsserted(() -> assertThat(alice.offers()).isNotEmpty());

    assertRefused(answer(alice, "v=0\r\n"), ErrorCode.BAD_REQUEST);
    settle(alice, bob);

    assertRefused(answer(alice, new ClientAnswer(alice.offer()).text()), ErrorCode.INVALID_STATE);
  }

  @Test
  void anOfferForTheBridgeIsRefused() {
    tell(in(alice), in(bob));
    settle(alice, bob);
    assertRefused(
        ask(alice, "media.description", description("offer", "v=0\r\n", epoch)),
        ErrorCode.INVALID_STATE);
  }

  @Test
  void aConferenceOfADeadAdapterIsTakenOverInANewEpoch() {
    ConferenceRecord before =
        ConferenceRecord.first("default", callId, "long-gone")
            .on(bridges.getFirst().address().getAuthority(), "their-meeting");
    await(store().write(before, 0));

    tell(in(alice), in(bob));

    await().untilAsserted(() -> assertThat(losses()).contains(loss(epoch, true)));
    assertThat(alice.offers()).isEmpty();
    epoch++;
    tell(in(alice), in(bob));
    settle(alice, bob);
    assertThat(await(store().of(key())).orElseThrow().generation()).isEqualTo(2);
  }

  @Test
  void aCallThatIsOverGivesItsConferenceBack() {
    tell(in(alice), in(bob));
    settle(alice, bob);
    tell(
        new MediaSession(
            "default",
            callId,
            ++version,
            ++epoch,
            Topology.DIRECT,
            List.of(in(alice)),
            true,
            false));

    await().untilAsserted(() -> assertThat(await(store().of(key()))).isEmpty());
  }

  @Test
  void aConferenceOfACallThatIsGoneIsGivenBack() {
    tell(in(alice), in(bob));
    settle(alice, bob);

    tell(MediaSession.gone("default", callId, epoch));

    await().untilAsserted(() -> assertThat(await(store().of(key()))).isEmpty());
  }

  /** Answers every offer until there is none that waits. */
  private void settle(Client... clients) {
    await()
        .untilAsserted(
            () -> {
              for (Client client : clients) {
                assertThat(client.offers()).isNotEmpty();
                client.answerIfNew();
              }
              for (Client client : clients) {
                for (Client other : clients) {
                  assertThat(client.knows(other)).isTrue();
                }
              }
            });
  }

  /** A device that answers what it is offered. */
  private final class Client {
    private final SessionRef session;
    private final long ssrc = SSRCS.addAndGet(100);
    private String answered = "";

    Client(String user) {
      this(user, null);
    }

    Client(String user, Tracks publish) {
      session =
          new SessionRef(
              "default",
              user,
              "mac",
              UUID.randomUUID().toString(),
              Contract.PRESENCE_DELIVER.addressAt(neighbours.node().node()),
              publish);
    }

    String userId() {
      return session.userId();
    }

    List<JsonNode> events(String type) {
      return neighbours.noticesOf(session.sessionId()).stream()
          .filter(notice -> notice.type().equals(type))
          .map(Notice::data)
          .map(data -> Json.decode(data, JsonNode.class))
          .toList();
    }

    List<JsonNode> offers() {
      return events("media.description");
    }

    String offer() {
      return offers().getLast().path("description").path("sdp").asText();
    }

    int offerEpoch() {
      return offers().getLast().path("epoch").asInt();
    }

    String originOfOffer() {
      return Arrays.stream(offer().split("\r\n", -1))
          .filter(line -> line.startsWith("o="))
          .map(line -> line.split(" ", -1)[1])
          .findFirst()
          .orElseThrow();
    }

    void answerIfNew() {
      String offer = offer();
      if (!offer.equals(answered)) {
        assertThat(offerEpoch()).isEqualTo(epoch);
        assertOk(answer(this, new ClientAnswer(offer).sendingFrom(ssrc).text()));
        answered = offer;
      }
    }

    /** Whether the answered offer has what the other one may send. */
    boolean knows(Client other) {
      boolean expected = other != this && !Tracks.NONE.equals(other.session.mayPublish());
      return answered.equals(offer())
          && answered.contains("msid:" + other.userId() + "%2F") == expected;
    }
  }

  private static Endpoint in(Client client) {
    return new Endpoint(client.userId(), client.session);
  }

  private static Endpoint in(Client client, MediaFlags flags) {
    return new Endpoint(client.userId(), client.session, 1, null, flags);
  }

  private void tell(Endpoint... endpoints) {
    tell(
        new MediaSession(
            "default", callId, ++version, epoch, Topology.SFU, List.of(endpoints), false, false));
  }

  private static void tell(MediaSession session) {
    await(
        neighbours
            .node()
            .bus()
            .ask(
                Contract.MEDIA_SESSION,
                neighbours.node().placement().addressOf(Contract.MEDIA_SESSION, session.key()),
                session));
  }

  private ServiceReply answer(Client client, String sdp) {
    return ask(client, "media.description", description("answer", sdp, client.offerEpoch()));
  }

  private String description(String type, String sdp, int ofEpoch) {
    return Json.raw(
            Map.of(
                "callId",
                callId,
                "to",
                "sfu",
                "epoch",
                ofEpoch,
                "description",
                Map.of("type", type, "sdp", sdp)))
        .text();
  }

  private static ServiceReply ask(Client from, String type, String data) {
    return await(
        neighbours
            .node()
            .bus()
            .ask(
                Contract.MEDIA_COMMAND,
                neighbours.node().placement().addressOf(Contract.MEDIA_COMMAND, data),
                new ClientRequest(from.session, false, type, new RawJson(data))));
  }

  private String key() {
    return "default/" + callId;
  }

  private static ConferenceStore store() {
    return new ConferenceStore(neighbours.node().vertx(), neighbours.node().hazelcast());
  }

  private String meetingId() {
    return await(store().of(key())).orElseThrow().meetingId();
  }

  private VideobridgeStandIn carrier() {
    return bridges.stream()
        .filter(bridge -> bridge.endpoints(meetingId()).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private List<EndpointView> endpoints() {
    return carrier().endpoints(meetingId()).orElseThrow();
  }

  private EndpointView endpointOf(Client client) {
    return endpoints().stream()
        .filter(
            endpoint ->
                clientsBeside(client).stream().allMatch(it -> it.offer().contains(endpoint.id())))
        .findFirst()
        .orElseThrow();
  }

  private List<Client> clientsBeside(Client client) {
    return Stream.of(alice, bob, carol)
        .filter(other -> other != client && !other.offers().isEmpty())
        .toList();
  }

  private BridgeLoss loss(int ofEpoch, boolean renew) {
    return new BridgeLoss("default", callId, ofEpoch, renew);
  }

  private List<BridgeLoss> losses() {
    return neighbours.losses.stream().filter(loss -> loss.callId().equals(callId)).toList();
  }

  private static long count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1L;
  }

  private static void assertOk(ServiceReply reply) {
    assertThat(reply).isInstanceOf(ServiceReply.Done.class);
  }

  private static void assertRefused(ServiceReply reply, ErrorCode code) {
    assertThat(reply).isInstanceOf(ServiceReply.Refused.class);
    assertThat(((ServiceReply.Refused) reply).error().code()).isEqualTo(code);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(TIMEOUT);
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
