package io.carillon.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {
  private static final String HEAD = "v=0\r\no=- 7 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";

  @Test
  void whatIsWrittenIsReadAgain() {
    SessionDescription description =
        new SessionDescription(
            -1,
            3,
            new Attributes(List.of(new SdpAttribute("group", "BUNDLE 0"))),
            List.of(
                new MediaSection(
                    "audio",
                    9,
                    "UDP/TLS/RTP/SAVPF",
                    List.of("111", "9"),
                    new Attributes(
                        List.of(
                            new SdpAttribute("mid", "0"), SdpAttribute.property("rtcp-mux"))))));
    assertThat(SessionDescription.parse(description.text())).isEqualTo(description);
    assertThat(description.text())
        .isEqualTo(
            """
            v=0
            o=- 18446744073709551615 3 IN IP4 0.0.0.0
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111 9
            c=IN IP4 0.0.0.0
            a=mid:0
            a=rtcp-mux
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void linesMayEndWithoutCarriageReturn() {
    SessionDescription description =
        SessionDescription.parse((HEAD + "m=audio 9 RTP/AVP 0\r\na=mid:x\r\n").replace("\r", ""));
    assertThat(description.sections()).hasSize(1);
    assertThat(description.sections().getFirst().mid()).contains("x");
  }

  @Test
  void whatStandsAboveTheSectionsBelongsToTheSession() {
    SessionDescription description =
        SessionDescription.parse(
            HEAD + "a=setup:active\r\nm=video 9 RTP/AVP 0\r\na=setup:passive\r\n");
    assertThat(description.attributes().value("setup")).contains("active");
    assertThat(description.sections().getFirst().attributes().value("setup")).contains("passive");
  }

  @Test
  void aSectionWithoutDirectionGoesBothWays() {
    assertThat(
            SessionDescription.parse(HEAD + "m=video 9 RTP/AVP 0\r\n")
                .sections()
                .getFirst()
                .direction())
        .isEqualTo(Direction.SENDRECV);
  }

  @Test
  void aLineMayBeEmptyAndAPortTheHighest() {
    assertThat(SessionDescription.parse(HEAD + "i=\r\nm=audio 65535 RTP/AVP 0\r\n").sections())
        .singleElement()
        .extracting(MediaSection::port)
        .isEqualTo(65_535);
  }

  @Test
  void linesWithoutMeaningForWebRtcAreLeftOut() {
    assertThat(SessionDescription.parse(HEAD + "b=AS:64\r\nm=audio 9 RTP/AVP 0\r\ni=x\r\n").text())
        .doesNotContain("b=", "i=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=0",
        "hello",
        "o=- 7 2 IN IP4 0.0.0.0\r\nv=0\r\n",
        "v=0\r\nv=0\r\n",
        "v=0\r\no=- seven 2 IN IP4 0.0.0.0\r\n",
        "v=0\r\no=- 7 -2 IN IP4 0.0.0.0\r\n",
        "v=0\r\no=- 7\r\n",
        HEAD + "\r\na=x\r\n",
        HEAD + "a=\r\n",
        HEAD + "a=:x\r\n",
        HEAD + "a=x\0y\r\n",
        HEAD + "a=x\ry\r\n",
        HEAD + "m=audio 9 RTP/AVP\r\n",
        HEAD + "m=audio 65536 RTP/AVP 0\r\n",
        HEAD + "m=audio -1 RTP/AVP 0\r\n",
        HEAD + "m=audio 99999999999999999999 RTP/AVP 0\r\n"
      })
  void whatIsNoDescriptionIsRefused(String text) {
    assertThatThrownBy(() -> SessionDescription.parse(text)).isInstanceOf(SdpSyntaxException.class);
  }

  @Test
  void aRefusalNamesTheLineAndRepeatsNothingOfIt() {
    assertThatThrownBy(() -> SessionDescription.parse(HEAD + "m=secret 9 x\r\n"))
        .isInstanceOf(SdpSyntaxException.class)
        .hasMessageStartingWith("line 5: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void anAnswerNeitherSendsNorReceivesWhatTheOfferDoesNot() {
    assertThat(Direction.SENDONLY.receives()).isFalse();
    assertThat(Direction.RECVONLY.answers(Direction.SENDONLY)).isTrue();
    assertThat(Direction.INACTIVE.answers(Direction.INACTIVE)).isTrue();
    assertThat(Direction.SENDONLY.answers(Direction.SENDRECV)).isTrue();
    assertThat(Direction.SENDRECV.answers(Direction.SENDONLY)).isFalse();
    assertThat(Direction.SENDONLY.answers(Direction.SENDONLY)).isFalse();
    assertThat(Direction.RECVONLY.answers(Direction.INACTIVE)).isFalse();
  }
}
