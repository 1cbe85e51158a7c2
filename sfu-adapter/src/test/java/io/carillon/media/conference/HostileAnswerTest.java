package io.carillon.media.conference;

import static io.carillon.media.conference.Bridge.CAMERA;
import static io.carillon.media.conference.Bridge.ENDPOINT;
import static io.carillon.media.conference.Bridge.camera;
import static io.carillon.media.conference.Bridge.microphone;
import static io.carillon.media.conference.Bridge.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a client sends is an answer or a refusal, and nothing else. */
class HostileAnswerTest {
  private static final String SEED = "4711";

  private static final ConferenceMedia MEDIA =
      new ConferenceMedia(List.of(VideoCodec.VP8), VideoLayers.SIM_GROUP);

  private final OfferPlan plan =
      OfferPlan.begin(7, MEDIA, wanted(CAMERA, microphone("bob", 1), camera("bob", 1)));

  /** A line that comes before another, or in its place; places are counted modulo the lines. */
  record Edit(int place, boolean replaces, String line) {}

  @Property(seed = SEED)
  void anAnswerThatWasTamperedWithIsReadOrRefused(@ForAll("edits") List<Edit> edits)
      throws IOException {
    List<String> lines =
        new ArrayList<>(Recorded.text("chromium-answer-to-four-lines.sdp").lines().toList());
    for (Edit edit : edits) {
      int place = edit.place() % lines.size();
      if (edit.replaces()) {
        lines.set(place, edit.line());
      } else {
        lines.add(place, edit.line());
      }
    }
    isReadOrRefused(String.join("\n", lines));
  }

  @Property(seed = SEED)
  void anyTextIsReadOrRefused(@ForAll String text) {
    isReadOrRefused(text);
  }

  private void isReadOrRefused(String text) {
    assertThatCode(
            () -> {
              try {
                Answer answer = plan.readAnswer(text, ENDPOINT, Set.of());
                assertThat(plan.answered(answer).isAnswered()).isTrue();
              } catch (AnswerRefusedException e) {
                assertThat(e.reason()).isNotNull();
              }
            })
        .doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    Arbitrary<String> names =
        Arbitraries.of(
            "mid", "group", "ssrc", "ssrc-group", "ice-ufrag", "ice-pwd", "fingerprint", "setup");
    Arbitrary<String> values =
        Arbitraries.of(
            "",
            " ",
            "0",
            "-1",
            "1 2",
            "SIM",
            "SIM 1",
            "FID 1 2",
            "FID  1",
            "BUNDLE",
            "BUNDLE ",
            "BUNDLE 0 0",
            "sha-256",
            "sha-256 ",
            " AB",
            "active",
            "99999999999999999999",
            "١");
    Arbitrary<String> lines =
        Arbitraries.oneOf(
            Combinators.combine(names, values).as((name, value) -> "a=" + name + ':' + value),
            Arbitraries.of(
                "",
                "a=",
                "m=",
                "m=audio 0 x 1",
                "m=video 9 x 1",
                "o=",
                "v=0",
                "a=inactive",
                "=",
                "a"));
    return Combinators.combine(
            Arbitraries.integers().between(0, 200), Arbitraries.of(true, false), lines)
        .as(Edit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
