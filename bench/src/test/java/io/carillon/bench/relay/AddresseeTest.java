package io.carillon.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AddresseeTest {

  @Test
  void theEnvelopeDecidesAndNotItsData() throws IOException {
    assertThat(Addressee.of("{\"type\":\"x\",\"data\":{\"to\":\"inner\"},\"to\":\"bob\"}"))
        .isEqualTo("bob");
    assertThat(Addressee.of("{\"to\":\"bob\",\"data\":{\"to\":[\"inner\"]}}")).isEqualTo("bob");
  }

  @Test
  void anEnvelopeWithoutAddresseeHasNone() throws IOException {
    assertThat(Addressee.of("{\"data\":{\"to\":\"inner\"}}")).isNull();
  }

  @Test
  void whatIsNoJsonObjectIsRefused() {
    for (String text : new String[] {"", "\"to\"", "{\"to\"", "{\"data\":{]}"}) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> Addressee.of(text));
    }
  }
}
