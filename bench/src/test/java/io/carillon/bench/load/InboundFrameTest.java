package io.carillon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class InboundFrameTest {

  @Test
  void anEventHasItsNumberAndItsCall() {
    InboundFrame frame =
        InboundFrame.parse(
            """
            {"type":"call.invited","seq":7,"ts":1795190000000,"data":{"version":1,
             "call":{"callId":"inner","parties":[{"userId":"a"}]},"callId":"outer"}}
            """);

    assertThat(frame).isEqualTo(new InboundFrame("call.invited", null, 7, "outer", null));
  }

  @Test
  void anErrorReplyHasItsCode() {
    InboundFrame frame =
        InboundFrame.parse(
            """
            {"type":"error","id":"c12","error":{"message":"no","details":{"code":"x"},
             "code":"not_in_call"}}
            """);

    assertThat(frame).isEqualTo(new InboundFrame("error", "c12", 0, null, "not_in_call"));
  }

  @Test
  void aReplyWithAListForDataHasNoCall() {
    assertThat(InboundFrame.parse("{\"data\":[{\"callId\":\"x\"}],\"type\":\"ok\"}").callId())
        .isNull();
  }

  @Test
  void whatIsNoFrameIsRefused() {
    for (String text : new String[] {"", "[]", "{\"id\":\"1\"}", "{\"type\":\"ok\"", "nonsense"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> InboundFrame.parse(text));
    }
  }
}
