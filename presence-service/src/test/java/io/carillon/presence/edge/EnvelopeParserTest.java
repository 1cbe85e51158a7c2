package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeParserTest {
  @Test
  void aRequestIsReadWithItsDataAsTheyStand() {
    assertThat(
            EnvelopeParser.parse(
                "{\"type\":\"call.invite\",\"id\":\"7\",\"data\":{\"to\" : [\"b\"],\"callId\":\"c\"}}"))
        .isEqualTo(
            new Envelope.Request(
                "call.invite", "7", new RawJson("{\"to\" : [\"b\"],\"callId\":\"c\"}"), "c"));
  }

  @Test
  void theOrderOfTheFieldsDoesNotMatter() {
    assertThat(
            EnvelopeParser.parse(
                "{ \"data\" : {\"x\":{\"callId\":\"inner\"}} , \"more\":[{}], \"id\":\"7\",\"type\":\"t\" }"))
        .isEqualTo(
            new Envelope.Request("t", "7", new RawJson("{\"x\":{\"callId\":\"inner\"}}"), null));
  }

  @Test
  void dataInOtherScriptsAndEscapesComeThroughUnchanged() {
    String data = "{\"text\":\"grüße 🔔 \\u00e4 \\\"}\"}";

    assertThat(EnvelopeParser.parse("{\"type\":\"t\",\"id\":\"ö🔔\",\"data\":" + data + "}"))
        .isEqualTo(new Envelope.Request("t", "ö🔔", new RawJson(data), null));
  }

  @Test
  void aLongFrameIsReadLikeAShortOne() {
    String data = "{\"sdp\":\"" + "a".repeat(60_000) + "\",\"callId\":\"c\"}";

    assertThat(EnvelopeParser.parse("{\"id\":\"1\",\"data\":" + data + ",\"type\":\"t\"}"))
        .isEqualTo(new Envelope.Request("t", "1", new RawJson(data), "c"));
  }

  @Test
  void missingDataAreAnEmptyObject() {
    assertThat(EnvelopeParser.parse("{\"type\":\"ping\",\"id\":\"1\"}"))
        .isEqualTo(new Envelope.Request("ping", "1", RawJson.EMPTY_OBJECT, null));
  }

  @Test
  void ofAFieldThatComesTwiceTheLastOneCounts() {
    assertThat(
            EnvelopeParser.parse(
                "{\"type\":\"t\",\"id\":\"1\",\"data\":{\"callId\":\"a\",\"callId\":\"b\"}}"))
        .isEqualTo(
            new Envelope.Request(
                "t", "1", new RawJson("{\"callId\":\"a\",\"callId\":\"b\"}"), "b"));
  }

  @Test
  void anAckNeedsNoId() {
    assertThat(EnvelopeParser.parse("{\"type\":\"ack\",\"seq\":41}"))
        .isEqualTo(new Envelope.Ack(41));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"1\"}",
        "{\"id\":\"1\",\"type\":7}",
        "{\"id\":\"1\",\"type\":null,\"data\":{}}",
        "{\"id\":\"1\",\"type\":\"t\",\"data\":[]}",
        "{\"id\":\"1\",\"type\":\"t\",\"data\":\"text\"}"
      })
  void aFlawedRequestWithAnIdCanBeAnswered(String text) {
    assertThat(EnvelopeParser.parse(text)).isInstanceOf(Envelope.Flawed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no json",
        "[]",
        "7",
        "null",
        "{\"type\":\"ping\",\"id\":\"1\"",
        "{\"type\":\"ping\",\"id\":\"1\"} {}",
        "{\"type\":\"ping\",\"id\":\"1\",}",
        "{\"type\":\"ping\"}",
        "{\"type\":\"ping\",\"id\":1}",
        "{\"type\":\"ping\",\"id\":\"\"}",
        "{\"type\":\"ping\",\"id\":{}}",
        "{\"type\":\"ack\"}",
        "{\"type\":\"ack\",\"seq\":-1}",
        "{\"type\":\"ack\",\"seq\":1.5}",
        "{\"type\":\"ack\",\"seq\":\"1\"}",
        "{\"type\":\"ack\",\"seq\":99999999999999999999}"
      })
  void whatCannotBeAnsweredIsMalformed(String text) {
    assertThat(EnvelopeParser.parse(text)).isInstanceOf(Envelope.Malformed.class);
  }

  @Test
  void anIdMayHave64CharactersAndNotOneMore() {
    assertThat(EnvelopeParser.parse("{\"type\":\"t\",\"id\":\"" + "i".repeat(64) + "\"}"))
        .isInstanceOf(Envelope.Request.class);
    assertThat(EnvelopeParser.parse("{\"type\":\"t\",\"id\":\"" + "i".repeat(65) + "\"}"))
        .isInstanceOf(Envelope.Flawed.class);
  }

  @Test
  void dataThatIsNullIsAbsent() {
    assertThat(EnvelopeParser.parse("{\"id\":\"1\",\"type\":\"t\",\"data\":null}"))
        .isEqualTo(new Envelope.Request("t", "1", RawJson.EMPTY_OBJECT, null));
  }

  @Test
  void nestingWithoutEndIsMalformed() {
    String deep = "[".repeat(20_000);

    assertThat(EnvelopeParser.parse("{\"type\":\"t\",\"id\":\"1\",\"data\":{\"x\":" + deep))
        .isInstanceOf(Envelope.Malformed.class);
  }
}
