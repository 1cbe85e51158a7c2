package io.carillon.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "2m,PT2M", "1h,PT1H", "7d,P7D", "PT0.3S,PT0.3S"})
  void shortFormsAndIsoFormsAreRead(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> Durations.parse("soon")).isInstanceOf(DateTimeParseException.class);
    assertThatThrownBy(() -> Durations.parse("-3s")).isInstanceOf(DateTimeParseException.class);
  }
}
