package io.carillon.media.conference;

import static io.carillon.media.conference.Bridge.CAMERA;
import static io.carillon.media.conference.Bridge.ENDPOINT;
import static io.carillon.media.conference.Bridge.SCREEN;
import static io.carillon.media.conference.Bridge.camera;
import static io.carillon.media.conference.Bridge.microphone;
import static io.carillon.media.conference.Bridge.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.media.conference.AnswerRefusedException.Reason;
import io.carillon.media.sdp.Direction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
  private static final String CHROMIUM = "chromium-answer.sdp";
  private static final String FIREFOX = "firefox-answer.sdp";
  private static final MediaSource MICROPHONE = MediaSource.audio(ENDPOINT + "-a0", 2_823_450_211L);
  private static final MediaSource OWN_CAMERA =
      new MediaSource(
          ENDPOINT + "-v0",
          MediaType.VIDEO,
          VideoType.CAMERA,
          List.of(2_365_507_290L, 1_399_652_887L),
          List.of(new SsrcGroup(SsrcGroup.Semantics.FID, List.of(2_365_507_290L, 1_399_652_887L))));

  private final OfferPlan plan = OfferPlan.begin(7, Bridge.VP8, wanted(CAMERA));

  @Test
  void chromiumSaysHowItIsReachedAndWhatItSends() throws IOException {
    Answer answer = read(Recorded.text(CHROMIUM));
    assertThat(answer.transport().ufrag()).isEqualTo("q+F5");
    assertThat(answer.transport().pwd()).isEqualTo("hziry5VbrTy3Af1GB8afyv2I");
    assertThat(answer.transport().candidates()).isEmpty();
    assertThat(answer.transport().fingerprints())
        .containsExactly(
            new Fingerprint(
                "sha-256",
                "06:3B:E3:24:26:F0:7B:1B:6E:05:48:22:BB:F1:8F:4B:"
                    + "6A:F4:B0:BB:C4:7D:99:C7:EE:FD:F5:D9:63:C7:EB:DD",
                DtlsSetup.ACTIVE));
    assertThat(answer.sources()).containsExactly(MICROPHONE, OWN_CAMERA);
    assertThat(answer.directions())
        .isEqualTo(Map.of("0", Direction.SENDRECV, "1", Direction.SENDRECV));
    assertThat(answer.receiving()).isEmpty();
  }

  @Test
  void chromiumTakesTheSourcesOfAnother() throws IOException {
    RemoteSource camera = camera("bob", 1);
    RemoteSource microphone = microphone("bob", 1);
    OfferPlan four = OfferPlan.begin(7, Bridge.VP8, wanted(CAMERA, microphone, camera));
    Answer answer =
        four.readAnswer(Recorded.text("chromium-answer-to-four-lines.sdp"), ENDPOINT, Set.of());
    assertThat(answer.sources()).containsExactly(MICROPHONE, OWN_CAMERA);
    assertThat(answer.receiving())
        .containsExactlyInAnyOrder(microphone.source().name(), camera.source().name());
  }

  @Test
  void firefoxHasItsFingerprintAboveTheSections() throws IOException {
    Answer answer = read(Recorded.text(FIREFOX));
    assertThat(answer.transport().ufrag()).isEqualTo("5a1b2c3d");
    assertThat(answer.transport().fingerprints())
        .singleElement()
        .extracting(Fingerprint::setup)
        .isEqualTo(DtlsSetup.ACTIVE);
    assertThat(answer.sources())
        .extracting(MediaSource::name)
        .containsExactly(ENDPOINT + "-a0", ENDPOINT + "-v0");
    assertThat(answer.sources().getLast().received())
        .containsExactly(3_111_111_112L, 3_111_111_113L);
  }

  @Test
  void whatAClientDoesNotSendIsNoSource() throws IOException {
    String answer =
        Recorded.text(CHROMIUM).replaceFirst("(?s)(mid:1.*?)a=sendrecv", "$1a=recvonly");
    assertThat(read(answer).sources()).containsExactly(MICROPHONE);
  }

  @Test
  void aScreenIsASourceOfItsOwn() {
    OfferPlan withScreen = OfferPlan.begin(7, Bridge.VP8, wanted(SCREEN));
    Answer answer =
        withScreen.readAnswer(new ClientAnswer(withScreen.sdp()).text(), ENDPOINT, Set.of());
    assertThat(answer.sources().getLast().name()).isEqualTo(ENDPOINT + "-v1");
    assertThat(answer.sources().getLast().videoType()).isEqualTo(VideoType.DESKTOP);
    assertThat(answer.directions()).containsEntry("2", Direction.SENDONLY);
  }

  @Test
  void theSizesOfAPictureAreReadWhereTheyAreAllowed() throws IOException {
    String answer = withSizes(3);
    ConferenceMedia sizes = new ConferenceMedia(List.of(VideoCodec.VP8), VideoLayers.SIM_GROUP);
    MediaSource source =
        OfferPlan.begin(7, sizes, wanted(CAMERA))
            .readAnswer(answer, ENDPOINT, Set.of())
            .sources()
            .getLast();
    assertThat(source.groups())
        .containsExactly(
            new SsrcGroup(SsrcGroup.Semantics.SIM, List.of(1L, 2L, 3L)),
            new SsrcGroup(SsrcGroup.Semantics.FID, List.of(1L, 11L)),
            new SsrcGroup(SsrcGroup.Semantics.FID, List.of(2L, 12L)),
            new SsrcGroup(SsrcGroup.Semantics.FID, List.of(3L, 13L)));
    assertThat(source.received()).containsExactly(1L, 11L);
    refuses(answer, Reason.SIMULCAST_OFF);
  }

  @Test
  void fourSizesAndTheirRepairsAreTheMost() throws IOException {
    ConferenceMedia sizes = new ConferenceMedia(List.of(VideoCodec.VP8), VideoLayers.SIM_GROUP);
    OfferPlan offered = OfferPlan.begin(7, sizes, wanted(CAMERA));
    String four = withSizes(4);
    assertThat(offered.readAnswer(four, ENDPOINT, Set.of()).sources().getLast().ssrcs()).hasSize(8);
    refuses(offered, four + "a=ssrc:99 cname:x\n", Reason.WRONG_SSRC);
    refuses(offered, four + "a=ssrc-group:FID 1 12\n", Reason.WRONG_SSRC);
    refuses(offered, four + "a=ssrc-group:SIM 1 2\n", Reason.SEVERAL_STREAMS);
    refuses(offered, four.replace("SIM 1 2 3 4", "SIM 1 2 3"), Reason.SEVERAL_STREAMS);
  }

  @Test
  void soundHasOneSize() throws IOException {
    ConferenceMedia sizes = new ConferenceMedia(List.of(VideoCodec.VP8), VideoLayers.SIM_GROUP);
    String answer =
        Recorded.text(CHROMIUM)
            .replace("m=video", "a=ssrc:7 cname:x\na=ssrc-group:SIM 2823450211 7\nm=video");
    refuses(OfferPlan.begin(7, sizes, wanted(CAMERA)), answer, Reason.SIMULCAST_OFF);
  }

  @Test
  void groupsOfNoInterestToTheBridgeAreLeftOut() throws IOException {
    String answer = Recorded.text(CHROMIUM) + "a=ssrc-group:FEC-FR 2365507290 1399652887\n";
    assertThat(read(answer).sources()).containsExactly(MICROPHONE, OWN_CAMERA);
  }

  @Test
  void anSsrcHasThirtyTwoBits() throws IOException {
    String answer = Recorded.text(CHROMIUM).replace("a=ssrc:2823450211", "a=ssrc:4294967295");
    assertThat(read(answer).sources().getFirst().ssrcs()).containsExactly(4_294_967_295L);
  }

  @ParameterizedTest
  @CsvSource({
    "t=0 0, t, MALFORMED",
    "m=audio, m=video, OTHER_LINES",
    "a=mid:1, a=mid:2, OTHER_LINES",
    "a=mid:1, a=x, OTHER_LINES",
    "m=audio 9, m=audio 0, FIRST_LINE_REJECTED",
    "a=group:BUNDLE 0 1, a=group:BUNDLE 0, NOT_BUNDLED",
    "a=group:BUNDLE 0 1, a=group:LS 0 1, NOT_BUNDLED",
    "a=group:BUNDLE 0 1, a=group:BUNDLE 0 1 2, NOT_BUNDLED",
    "m=video 9, m=video 0, NOT_BUNDLED",
    "a=rtcp-mux, a=x, NO_RTCP_MUX",
    "a=ice-ufrag:q+F5, a=x, NO_CREDENTIALS",
    "a=ice-ufrag:q+F5, a=ice-ufrag:q+F, NO_CREDENTIALS",
    "a=ice-pwd:hziry5VbrTy3Af1GB8afyv2I, a=ice-pwd:short, NO_CREDENTIALS",
    "a=fingerprint:sha-256, a=fingerprint:sha-1, NO_FINGERPRINT",
    "a=fingerprint:sha-256 06:, a=fingerprint:sha-256 0G:, NO_FINGERPRINT",
    "a=fingerprint:sha-256 06:, a=fingerprint:sha-256 , NO_FINGERPRINT",
    "a=setup:active, a=setup:actpass, WRONG_SETUP",
    "a=setup:active, a=x, WRONG_SETUP",
    "SAVPF 111, SAVPF 0, WRONG_FORMATS",
    "SAVPF 100 96, SAVPF 96, WRONG_FORMATS",
    "SAVPF 100 96, SAVPF 100 97, WRONG_FORMATS",
    "a=ssrc:2823450211, a=x:2823450211, NO_SSRC",
    "a=ssrc:2823450211, a=ssrc:0, WRONG_SSRC",
    "a=ssrc:2823450211, a=ssrc:4294967296, WRONG_SSRC",
    "a=ssrc:2823450211, a=ssrc:x, WRONG_SSRC",
    "a=ssrc-group:FID 2365507290 1399652887, a=ssrc-group:FID 2365507290 5, WRONG_SSRC",
    "a=ssrc-group:FID 2365507290 1399652887, a=ssrc-group:FID 2365507290, WRONG_SSRC",
    "a=ssrc-group:FID 2365507290 1399652887, a=ssrc-group:FID 1399652887 1399652887, WRONG_SSRC",
    "a=ssrc-group:FID 2365507290 1399652887, a=x, SEVERAL_STREAMS",
    "a=ssrc-group:FID 2365507290 1399652887, a=ssrc-group:SIM 2365507290 1399652887, SIMULCAST_OFF",
    "a=ssrc:2823450211, a=ssrc:1399652887, SSRC_TAKEN",
    "a=ssrc:2823450211, a=ssrc:624786028, SSRC_TAKEN",
    "a=ssrc:2823450211, a=ssrc:5, SSRC_TAKEN",
  })
  void anAnswerIsRefused(String correct, String wrong, Reason reason) throws IOException {
    String answer = Recorded.text(CHROMIUM);
    assertThat(answer).contains(correct);
    refuses(answer.replace(correct, wrong), reason);
  }

  @Test
  void anAnswerWithMoreOrFewerLinesIsRefused() throws IOException {
    String answer = Recorded.text(CHROMIUM);
    String video = answer.substring(answer.indexOf("m=video"));
    refuses(answer + video, Reason.OTHER_LINES);
    refuses(answer.substring(0, answer.indexOf("m=video")), Reason.OTHER_LINES);
  }

  @Test
  void aClientDoesNotSendWhereItOnlyReceives() {
    OfferPlan three = OfferPlan.begin(7, Bridge.VP8, wanted(CAMERA, microphone("bob", 1)));
    String answer = new ClientAnswer(three.sdp()).text().replace("a=recvonly", "a=sendrecv");
    assertThatThrownBy(() -> three.readAnswer(answer, ENDPOINT, Set.of()))
        .isInstanceOfSatisfying(
            AnswerRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.WRONG_DIRECTION);
              assertThat(refused).hasMessageStartingWith("m-line 3 of the answer ");
            });
  }

  @Test
  void aLineThatIsNotInUseStaysSo() {
    OfferPlan three = OfferPlan.begin(7, Bridge.VP8, wanted(CAMERA, microphone("bob", 1)));
    OfferPlan answered =
        three.answered(three.readAnswer(new ClientAnswer(three.sdp()).text(), ENDPOINT, Set.of()));
    OfferPlan closed = answered.next(wanted(CAMERA));
    String answer = new ClientAnswer(closed.sdp()).text().replace("m=audio 0", "m=audio 9");
    assertThatThrownBy(() -> closed.readAnswer(answer, ENDPOINT, Set.of()))
        .isInstanceOfSatisfying(
            AnswerRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER_LINES));
  }

  @Test
  void anAnswerOfMoreThanTheLimitIsRefused() throws IOException {
    String answer = Recorded.text(CHROMIUM);
    int room = 32_768 - answer.length() - "a=".length() - 1;
    assertThat(read(answer + "a=" + "x".repeat(room) + "\n").sources()).hasSize(2);
    refuses(answer + "a=" + "x".repeat(room + 1) + "\n", Reason.TOO_LONG);
    refuses(answer + "a=" + "é".repeat(room / 2 + 1) + "\n", Reason.TOO_LONG);
  }

  @Test
  void thousandsOfStreamsAreRefused() throws IOException {
    StringBuilder answer = new StringBuilder(Recorded.text(CHROMIUM));
    for (int i = 1; answer.length() < 32_000; i++) {
      answer.append("a=ssrc:").append(i + 100).append(" cname:x\n");
    }
    refuses(answer.toString(), Reason.WRONG_SSRC);
  }

  @Test
  void aRefusalRepeatsNothingOfTheAnswer() throws IOException {
    String answer = Recorded.text(CHROMIUM).replace("a=setup:active", "a=setup:secret");
    assertThatThrownBy(() -> read(answer)).hasMessageNotContaining("secret");
  }

  @Test
  void aTransportKeepsItsPasswordToItself() throws IOException {
    assertThat(read(Recorded.text(CHROMIUM)).toString())
        .contains("Transport[fingerprints=1, candidates=0]")
        .doesNotContain("hziry5VbrTy3Af1GB8afyv2I");
  }

  /** A picture in that many sizes, each with a repair. */
  private static String withSizes(int count) throws IOException {
    String answer = Recorded.text(CHROMIUM);
    StringBuilder sizes =
        new StringBuilder(answer.substring(0, answer.indexOf("a=ssrc-group:")))
            .append("a=ssrc-group:SIM");
    for (int size = 1; size <= count; size++) {
      sizes.append(' ').append(size);
    }
    sizes.append('\n');
    for (int size = 1; size <= count; size++) {
      int repair = size + 10;
      sizes
          .append("a=ssrc-group:FID %d %d\n".formatted(size, repair))
          .append("a=ssrc:%d cname:x\na=ssrc:%d cname:x\n".formatted(size, repair));
    }
    return sizes.toString();
  }

  private void refuses(String answer, Reason reason) {
    refuses(plan, answer, reason);
  }

  private static void refuses(OfferPlan plan, String answer, Reason reason) {
    assertThatThrownBy(() -> plan.readAnswer(answer, ENDPOINT, Set.of(5L)))
        .isInstanceOfSatisfying(
            AnswerRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private Answer read(String answer) {
    return plan.readAnswer(answer, ENDPOINT, Set.of(5L));
  }
}
