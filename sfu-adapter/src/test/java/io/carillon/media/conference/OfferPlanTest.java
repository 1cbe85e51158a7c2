package io.carillon.media.conference;

import static io.carillon.media.conference.Bridge.CAMERA;
import static io.carillon.media.conference.Bridge.SCREEN;
import static io.carillon.media.conference.Bridge.SOUND;
import static io.carillon.media.conference.Bridge.camera;
import static io.carillon.media.conference.Bridge.microphone;
import static io.carillon.media.conference.Bridge.screen;
import static io.carillon.media.conference.Bridge.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.media.sdp.Direction;
import io.carillon.media.sdp.MediaSection;
import io.carillon.media.sdp.SdpAttribute;
import io.carillon.media.sdp.SessionDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OfferPlanTest {
  @Test
  void theFirstOfferSaysWhatABrowserIsKnownToTake() throws IOException {
    List<MediaSection> recorded = Recorded.description("offer.sdp").sections();
    List<MediaSection> written = sections(begin(wanted(CAMERA)));

    assertThat(written).hasSameSizeAs(recorded);
    for (int i = 0; i < recorded.size(); i++) {
      List<SdpAttribute> expected = new ArrayList<>(recorded.get(i).attributes().all());
      // Said in a=msid, which Firefox reads.
      expected.removeIf(it -> it.name().equals("ssrc") && it.value().contains("msid:"));
      // Said in the first section for all.
      int section = i;
      expected.removeIf(it -> it.name().equals("candidate") && section > 0);
      // Ours adds DTX.
      expected.removeIf(it -> it.name().equals("fmtp") && it.value().startsWith("111 "));
      assertThat(written.get(i).attributes().all()).containsAll(expected);
      assertThat(written.get(i).formats()).isEqualTo(recorded.get(i).formats());
    }
  }

  @Test
  void soundIsOpusWithForwardErrorCorrectionAndSilence() {
    assertThat(sections(begin(wanted(CAMERA))).getFirst().attributes().value("fmtp"))
        .contains("111 minptime=10;usedtx=1;useinbandfec=1");
  }

  @Test
  void eachCodecHasItsRepairAndItsParameters() {
    ConferenceMedia all = new ConferenceMedia(List.of(VideoCodec.values()), VideoLayers.ONE_STREAM);
    MediaSection video =
        SessionDescription.parse(OfferPlan.begin(7, all, wanted(CAMERA)).sdp()).sections().get(1);
    assertThat(video.formats()).containsExactly("100", "96", "101", "97", "107", "99", "41", "42");
    assertThat(video.attributes().values("fmtp"))
        .containsExactly(
            "96 apt=100",
            "101 profile-id=0",
            "97 apt=101",
            "107 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
            "99 apt=107",
            "41 level-idx=5;profile=0;tier=0",
            "42 apt=41");
    assertThat(video.attributes().values("extmap")).anyMatch(it -> it.startsWith("11 "));
  }

  @Test
  void theExtensionForAv1IsOfferedWithAv1Alone() {
    assertThat(sections(begin(wanted(CAMERA))).get(1).attributes().values("extmap"))
        .noneMatch(it -> it.startsWith("11 "));
  }

  @Test
  void aSourceGetsALineOfItsOwn() {
    List<MediaSection> sections =
        sections(begin(wanted(CAMERA, microphone("bob", 1), camera("bob", 1))));
    assertThat(mids(sections)).containsExactly("0", "1", "2", "3");
    assertThat(sections.get(2).attributes().has("ssrc-group")).isFalse();
    MediaSection video = sections.get(3);
    assertThat(video.direction()).isEqualTo(Direction.SENDONLY);
    assertThat(video.attributes().value("msid")).contains("bob%2Fpixel 00000001-v0");
    assertThat(video.attributes().value("ssrc-group")).contains("FID 12 13");
    assertThat(video.attributes().values("ssrc"))
        .containsExactly("12 cname:00000001", "13 cname:00000001");
  }

  @Test
  void whoSharesAScreenGetsTheOnlyLineThatReceivesAlone() {
    OfferPlan plan = answered(begin(wanted(CAMERA, microphone("bob", 1))));
    List<MediaSection> sections = sections(plan.next(wanted(SCREEN, microphone("bob", 1))));
    assertThat(sections).hasSize(4);
    assertThat(sections)
        .filteredOn(it -> it.direction() == Direction.RECVONLY)
        .singleElement()
        .satisfies(
            screen -> {
              assertThat(screen.mid()).contains("3");
              assertThat(screen.media()).isEqualTo("video");
              assertThat(screen.attributes().has("msid")).isFalse();
            });
  }

  @Test
  void aScreenOfAnotherIsAStreamOfItsOwn() {
    assertThat(screen("bob", 1).streamId()).isEqualTo("bob%2Fpixel%2Fscreen");
  }

  @Test
  void whatAnIdMayHaveAndAStreamIdMayNotIsEscaped() {
    RemoteSource source =
        new RemoteSource("a.b_c-d@example.org:5", "x:y", "e", MediaSource.audio("e-a0", 1));
    assertThat(source.streamId()).isEqualTo("a.b_c-d%40example.org%3A5%2Fx%3Ay");
  }

  @Test
  void ofAPictureInSeveralSizesTheFirstStreamAndItsRepairAreOffered() {
    MediaSource sizes =
        new MediaSource(
            "00000001-v0",
            MediaType.VIDEO,
            VideoType.CAMERA,
            List.of(12L, 2L, 1L, 3L, 11L, 13L),
            List.of(
                new SsrcGroup(SsrcGroup.Semantics.FID, List.of(2L, 12L)),
                new SsrcGroup(SsrcGroup.Semantics.SIM, List.of(1L, 2L, 3L)),
                new SsrcGroup(SsrcGroup.Semantics.FID, List.of(1L, 11L)),
                new SsrcGroup(SsrcGroup.Semantics.FID, List.of(3L, 13L))));
    assertThat(sizes.received()).containsExactly(1L, 11L);
  }

  @Test
  void aRepairIsNotTakenForThePictureWhateverTheirOrder() {
    MediaSource source =
        new MediaSource(
            "00000001-v1",
            MediaType.VIDEO,
            VideoType.DESKTOP,
            List.of(11L, 1L),
            List.of(new SsrcGroup(SsrcGroup.Semantics.FID, List.of(1L, 11L))));
    assertThat(source.received()).containsExactly(1L, 11L);
    assertThat(source.videoType().code()).isEqualTo("desktop");
  }

  @Test
  void theSameSourcesNeedNoOfferAndGiveTheSameText() {
    Wanted wanted = wanted(CAMERA, microphone("bob", 1));
    OfferPlan plan = answered(begin(wanted));
    assertThat(plan.needsOffer(wanted)).isFalse();
    assertThat(plan.next(wanted).version()).isEqualTo(1);
    assertThat(plan.next(wanted).sdp()).isEqualTo(plan.sdp());
  }

  @Test
  void aSourceThatLeftLeavesALineThatTheNextOneGets() {
    OfferPlan plan = answered(begin(wanted(CAMERA, microphone("bob", 1), camera("bob", 1))));
    OfferPlan without = answered(plan.next(wanted(CAMERA, microphone("bob", 1))));
    MediaSection closed = sections(without).get(3);
    assertThat(closed.isRejected()).isTrue();
    assertThat(closed.direction()).isEqualTo(Direction.INACTIVE);
    assertThat(closed.attributes().has("ssrc")).isFalse();
    assertThat(bundle(without)).isEqualTo("BUNDLE 0 1 2");

    OfferPlan again = without.next(wanted(CAMERA, microphone("bob", 1), camera("carol", 2)));
    assertThat(again.version()).isEqualTo(3);
    assertThat(mids(sections(again))).containsExactly("0", "1", "2", "4");
  }

  @Test
  void aLineMayChangeItsTypeWithItsMid() {
    OfferPlan plan = answered(begin(wanted(CAMERA, camera("bob", 1))));
    OfferPlan without = answered(plan.next(wanted(CAMERA)));
    List<MediaSection> sections = sections(without.next(wanted(CAMERA, microphone("carol", 2))));
    assertThat(sections).hasSize(3);
    assertThat(sections.get(2).media()).isEqualTo("audio");
    assertThat(sections.get(2).mid()).contains("3");
  }

  @Test
  void aLineThatIsLeftInThisOfferIsNotGivenAwayInIt() {
    OfferPlan plan = answered(begin(wanted(CAMERA, camera("bob", 1))));
    List<MediaSection> sections = sections(plan.next(wanted(CAMERA, camera("carol", 2))));
    assertThat(mids(sections)).containsExactly("0", "1", "2", "3");
    assertThat(sections.get(2).isRejected()).isTrue();
  }

  @Test
  void aSourceWithNewStreamsKeepsItsLine() {
    OfferPlan plan = answered(begin(wanted(CAMERA, camera("bob", 1))));
    RemoteSource changed =
        new RemoteSource(
            "bob", "pixel", "00000001", MediaSource.video("00000001-v0", VideoType.CAMERA, 77));
    OfferPlan next = plan.next(wanted(CAMERA, changed));
    assertThat(next.version()).isEqualTo(2);
    assertThat(mids(sections(next))).containsExactly("0", "1", "2");
    assertThat(sections(next).get(2).attributes().values("ssrc"))
        .containsExactly("77 cname:00000001");
  }

  @Test
  void whatTheClientRejectedIsNotOfferedAgain() {
    Wanted wanted = wanted(CAMERA, microphone("bob", 1), camera("bob", 1));
    OfferPlan offered = begin(wanted);
    OfferPlan plan = answered(offered, Set.of("1", "3"));
    assertThat(plan.needsOffer(wanted)).isFalse();
    OfferPlan next = plan.next(wanted(CAMERA, camera("bob", 1)));
    assertThat(bundle(next)).isEqualTo("BUNDLE 0");
    assertThat(mids(sections(next))).containsExactly("0", "1", "2", "3");
    List<MediaSection> after = sections(answered(next).next(wanted(CAMERA, camera("carol", 2))));
    assertThat(mids(after)).containsExactly("0", "1", "2", "4");
  }

  @Test
  void aCameraThatIsTurnedOnAndNotInTheAnswerIsAskedForOnce() {
    OfferPlan plan = begin(wanted(SOUND)).answered(answer(Direction.SENDRECV, Direction.RECVONLY));
    Wanted on = wanted(CAMERA);
    assertThat(plan.needsOffer(on)).isTrue();
    OfferPlan asked = plan.next(on).answered(answer(Direction.SENDRECV, Direction.RECVONLY));
    assertThat(asked.version()).isEqualTo(2);
    assertThat(asked.needsOffer(on)).isFalse();
    OfferPlan off = asked.next(wanted(SOUND));
    assertThat(off.version()).isEqualTo(2);
    assertThat(off.needsOffer(on)).isTrue();
  }

  @Test
  void aCameraThatTheClientRejectedIsNotAskedFor() {
    OfferPlan plan = answered(begin(wanted(SOUND)), Set.of("1"));
    assertThat(plan.needsOffer(wanted(CAMERA))).isFalse();
  }

  @Test
  void aCameraThatTheAnswerHasIsTurnedOffAndOnWithoutAnOffer() {
    OfferPlan plan = answered(begin(wanted(CAMERA)));
    assertThat(plan.needsOffer(wanted(SOUND))).isFalse();
    assertThat(plan.next(wanted(SOUND)).needsOffer(wanted(CAMERA))).isFalse();
  }

  @Test
  void anotherTransportIsAnOfferWithTheSameLines() {
    OfferPlan plan = answered(begin(wanted(CAMERA, microphone("bob", 1))));
    Wanted restarted = new Wanted(Bridge.end("restarted"), CAMERA, List.of(microphone("bob", 1)));
    assertThat(plan.needsOffer(restarted)).isTrue();
    assertThat(sections(plan.next(restarted)))
        .allMatch(it -> it.attributes().value("ice-ufrag").orElseThrow().equals("restarted"))
        .hasSize(3);
  }

  @Test
  void noOfferIsMadeBeforeTheLastOneIsAnswered() {
    OfferPlan plan = begin(wanted(CAMERA));
    assertThatThrownBy(() -> plan.next(wanted(CAMERA))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noTwoSourcesHaveOneNameOrOneSsrc() {
    RemoteSource microphone = microphone("bob", 1);
    assertThatThrownBy(() -> wanted(CAMERA, microphone, microphone))
        .isInstanceOf(IllegalArgumentException.class);
    RemoteSource other = new RemoteSource("eve", "x", "e", MediaSource.audio("e-a0", 624_786_028));
    assertThatThrownBy(() -> wanted(CAMERA, other)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Answer answer(Direction audio, Direction video) {
    return new Answer(Bridge.END.transport(), List.of(), Set.of(), Map.of("0", audio, "1", video));
  }

  private static OfferPlan begin(Wanted wanted) {
    return OfferPlan.begin(7, Bridge.VP8, wanted);
  }

  private static OfferPlan answered(OfferPlan plan) {
    return answered(plan, Set.of());
  }

  private static OfferPlan answered(OfferPlan plan, Set<String> rejected) {
    String answer = new ClientAnswer(plan.sdp()).rejecting(rejected).text();
    return plan.answered(plan.readAnswer(answer, Bridge.ENDPOINT, Set.of()));
  }

  private static List<MediaSection> sections(OfferPlan plan) {
    return SessionDescription.parse(plan.sdp()).sections();
  }

  private static List<String> mids(List<MediaSection> sections) {
    return sections.stream().map(section -> section.mid().orElseThrow()).toList();
  }

  private static String bundle(OfferPlan plan) {
    return SessionDescription.parse(plan.sdp()).attributes().value("group").orElseThrow();
  }
}
