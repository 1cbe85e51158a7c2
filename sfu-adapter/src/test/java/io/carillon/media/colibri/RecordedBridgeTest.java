package io.carillon.media.colibri;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.media.conference.ConferenceMedia;
import io.carillon.media.conference.DtlsSetup;
import io.carillon.media.conference.Fingerprint;
import io.carillon.media.conference.IceCandidate;
import io.carillon.media.conference.MediaSource;
import io.carillon.media.conference.MediaType;
import io.carillon.media.conference.SsrcGroup;
import io.carillon.media.conference.Transport;
import io.carillon.media.conference.VideoType;
import io.carillon.protocol.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What was said between an adapter and version 2.3 of the bridge, word for word. */
class RecordedBridgeTest {
  @Test
  void theEndpointThatABridgeMadeIsRead() throws IOException {
    String answer = text("allocated.json");

    AllocatedEndpoint endpoint =
        ConferenceModified.endpoint(
            Buffer.buffer(answer),
            new EndpointChange.Create("c665c341", "probe", ConferenceMedia.DEFAULT));

    assertThat(endpoint.bridge().audioFeedback())
        .isEqualTo(MediaSource.audio("jvb-a0", 624786028L));
    assertThat(endpoint.bridge().videoFeedback())
        .isEqualTo(MediaSource.video("jvb-v0", VideoType.CAMERA, 72489385L));
    assertThat(endpoint.bridge().transport().candidates())
        .containsExactly(
            new IceCandidate(
                "1", 1, "udp", 2130706431L, "192.0.2.2", 20000, "host", null, null, 0));
    assertThat(endpoint.bridge().transport().ufrag()).isEqualTo("c3h431k7stmmrp");
    assertThat(endpoint.bridge().transport().pwd()).isEqualTo("5dlkiglln6tufaklge3kun955c");
    assertThat(endpoint.channels())
        .containsExactly(
            URI.create(
                "ws://127.0.0.1:9090/colibri-ws/jvb1/5099a7e744d0ff9d/c665c341"
                    + "?pwd=Hmy2zyYPUDGLUJUmeSDitCr3"));
    assertThat(endpoint.toString()).doesNotContain("Hmy2zyYPUDGLUJUmeSDitCr3");
  }

  @Test
  void transportAndSourcesAreWrittenAsTheyWereThen() throws IOException {
    JsonNode then = Json.decode(text("update.json"), JsonNode.class);

    ObjectNode now =
        ConferenceModify.of(
            "m",
            List.of(
                new EndpointChange.Update(
                    "9c873b4d",
                    new Transport(
                        "q+F5",
                        "hziry5VbrTy3Af1GB8afyv2I",
                        List.of(
                            new Fingerprint(
                                "sha-256",
                                "06:3B:E3:24:26:F0:7B:1B:6E:05:48:22:BB:F1:8F:4B:"
                                    + "6A:F4:B0:BB:C4:7D:99:C7:EE:FD:F5:D9:63:C7:EB:DD",
                                DtlsSetup.ACTIVE)),
                        List.of()),
                    List.of(
                        MediaSource.audio("9c873b4d-a0", 2823450211L),
                        camera("9c873b4d-v0", 2365507290L, 1399652887L)))));

    now.findParents("videoType").forEach(source -> ((ObjectNode) source).remove("videoType"));
    assertThat(now.at("/endpoints/0/transport")).isEqualTo(then.at("/endpoints/0/transport"));
    // The numbers of SSRCs have several types of JSON node.
    assertThat(now.at("/endpoints/0/sources").toString())
        .isEqualTo(then.at("/endpoints/0/sources").toString());
  }

  @Test
  void whatCameOnTheChannelsIsRead() throws IOException {
    List<ChannelEvent> events =
        text("channel-messages.txt")
            .lines()
            .map(message -> ChannelMessage.read(message).orElseThrow())
            .toList();

    assertThat(events)
        .contains(
            new ChannelEvent.Open(),
            new ChannelEvent.Connectivity("c665c341", false),
            new ChannelEvent.Connectivity("c665c341", true),
            new ChannelEvent.SenderConstraints("c665c341-v0", 720),
            new ChannelEvent.ForwardedSources(List.of("c665c341-v0")),
            new ChannelEvent.DominantSpeaker("c665c341", List.of("9c873b4d"), false),
            new ChannelEvent.Downlink(2_528_600));
  }

  @Test
  void aMessageOfAnUnknownKindIsNoEvent() {
    assertThat(ChannelMessage.read("{\"colibriClass\":\"VideoSourcesMap\",\"mappedSources\":[]}"))
        .isEmpty();
  }

  private static MediaSource camera(String name, long ssrc, long repair) {
    return new MediaSource(
        name,
        MediaType.VIDEO,
        VideoType.CAMERA,
        List.of(ssrc, repair),
        List.of(new SsrcGroup(SsrcGroup.Semantics.FID, List.of(ssrc, repair))));
  }

  private static String text(String name) throws IOException {
    try (InputStream file = RecordedBridgeTest.class.getResourceAsStream("/videobridge/" + name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
