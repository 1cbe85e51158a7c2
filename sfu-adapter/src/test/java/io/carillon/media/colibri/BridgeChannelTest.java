package io.carillon.media.colibri;

import static io.carillon.media.colibri.BridgeContract.done;
import static io.carillon.media.colibri.BridgeContract.newEndpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.media.colibri.ChannelEvent.DominantSpeaker;
import io.carillon.media.colibri.ChannelEvent.Gone;
import io.carillon.media.colibri.ChannelEvent.Lost;
import io.carillon.media.colibri.ChannelEvent.Open;
import io.carillon.media.conference.VideoType;
import io.carillon.videobridge.EndpointView;
import io.carillon.videobridge.VideobridgeStandIn;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BridgeChannelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MORE_THAN_THE_DEFAULT_LIMIT = 60;

  private final Vertx vertx = Vertx.vertx();
  private final VideobridgeStandIn bridge = VideobridgeStandIn.start();
  private final BridgeChannels channels = new BridgeChannels(vertx);
  private final String meetingId = UUID.randomUUID().toString();
  private final List<ChannelEvent> heard = new CopyOnWriteArrayList<>();
  private BridgeConference conference;
  private URI address;

  @BeforeEach
  void allocate() {
    conference =
        BridgeConference.anew(
            new ColibriClient(vertx, bridge.address(), ColibriTimeouts.DEFAULT), meetingId);
    address = done(conference.allocate(newEndpoint("alice"))).channels().getFirst();
  }

  @AfterEach
  void stop() {
    done(vertx.close());
    bridge.close();
  }

  @Test
  void itTellsWhoSpeaksAndWhoDidBefore() {
    channels.open(address, heard::add);
    await().atMost(PATIENCE).until(() -> heard.contains(new Open()));

    bridge.speaks(meetingId, "bob");
    bridge.speaks(meetingId, "alice");

    await()
        .atMost(PATIENCE)
        .until(() -> heard.contains(new DominantSpeaker("alice", List.of("bob"), false)));
    assertThat(heard).contains(new DominantSpeaker("bob", List.of(), false));
  }

  @Test
  void whatIsSaidBeforeItIsOpenIsSaidOnceItIs() {
    BridgeChannel channel = channels.open(address, heard::add);
    channel.receive(
        new ReceiverConstraints(4, List.of("b-v0"), List.of(), 180, Map.of("b-v0", 720)));
    channel.video("alice-v1", VideoType.DESKTOP);

    await().atMost(PATIENCE).until(() -> received().size() == 2);
    assertThat(received())
        .containsExactly(
            "{\"colibriClass\":\"ReceiverVideoConstraints\",\"lastN\":4,"
                + "\"onStageSources\":[\"b-v0\"],\"selectedSources\":[],"
                + "\"defaultConstraints\":{\"maxHeight\":180},"
                + "\"constraints\":{\"b-v0\":{\"maxHeight\":720}}}",
            "{\"colibriClass\":\"SourceVideoTypeMessage\",\"sourceName\":\"alice-v1\","
                + "\"videoType\":\"desktop\"}");
  }

  @Test
  void itOpensAgainWhenItBreaksAndSaysTheLastOfEachOnceMore() {
    BridgeChannel channel = channels.open(address, heard::add);
    channel.receive(ReceiverConstraints.everybody(180));
    channel.receive(ReceiverConstraints.everybody(720));
    channel.videoOff("alice-v0");
    await().atMost(PATIENCE).until(() -> received().size() >= 2);
    await().atMost(PATIENCE).until(() -> received().getLast().contains("disabled"));
    int before = received().size();

    bridge.cutChannels();

    await().atMost(PATIENCE).until(() -> received().size() == before + 2);
    assertThat(heard)
        .startsWith(new Open())
        .containsSubsequence(new Open(), new Lost(), new Open());
    assertThat(received().subList(before, before + 2))
        .satisfiesExactly(
            wanted -> assertThat(wanted).contains("\"maxHeight\":720"),
            off -> assertThat(off).contains("disabled"));
  }

  @Test
  void itIsGoneWhenTheBridgeHasGivenTheEndpointUp() {
    done(conference.allocate(newEndpoint("bob")));
    channels.open(address, heard::add);
    await().atMost(PATIENCE).until(() -> heard.contains(new Open()));

    bridge.giveUp(meetingId, "alice");

    await().atMost(PATIENCE).until(() -> heard.contains(new Gone(Gone.Reason.REFUSED)));
  }

  @Test
  void nothingComesFromAChannelThatIsClosed() {
    BridgeChannel channel = channels.open(address, heard::add);
    await().atMost(PATIENCE).until(() -> heard.contains(new Open()));

    channel.close();
    await().atMost(PATIENCE).until(() -> !alice().channelOpen());
    int before = heard.size();
    bridge.speaks(meetingId, "alice");
    List<ChannelEvent> another = new CopyOnWriteArrayList<>();
    channels.open(address, another::add);
    await().atMost(PATIENCE).until(() -> another.contains(new Open()));

    assertThat(heard).hasSize(before);
  }

  @Test
  void aBridgeMayHaveManyChannels() {
    for (int i = 0; i < MORE_THAN_THE_DEFAULT_LIMIT; i++) {
      channels.open(
          done(conference.allocate(newEndpoint("e" + i))).channels().getFirst(),
          event -> {
            if (event instanceof Open) {
              heard.add(event);
            }
          });
    }

    await().atMost(PATIENCE).until(() -> heard.size() == MORE_THAN_THE_DEFAULT_LIMIT);
  }

  private EndpointView alice() {
    return bridge.endpoints(meetingId).orElseThrow().getFirst();
  }

  private List<String> received() {
    return alice().received();
  }
}
