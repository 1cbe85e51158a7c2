package io.carillon.runtime.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.runtime.config.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long AT = 1614265330;
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private final WebhookSignature signature =
      WebhookSignature.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  @Test
  void theVectorOfTheReferenceLibrariesIsMet() {
    assertThat(signature.headers(ID, AT, BODY))
        .isEqualTo(
            Map.of(
                "webhook-id", ID,
                "webhook-timestamp", "1614265330",
                "webhook-signature", SIGNATURE));
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() {
    assertThat(signature.verify(ID, AT, BODY, SIGNATURE)).isTrue();
    assertThat(signature.verify(ID, AT, BODY, "v1a,other v1,AAAA " + SIGNATURE)).isTrue();
    assertThat(signature.verify(ID, AT, BODY, "v1,AAAA")).isFalse();
    assertThat(signature.verify(ID, AT, BODY, "")).isFalse();
  }

  @Test
  void whatWasChangedIsNotSigned() {
    assertThat(signature.verify(ID + "x", AT, BODY, SIGNATURE)).isFalse();
    assertThat(signature.verify(ID, AT + 1, BODY, SIGNATURE)).isFalse();
    assertThat(signature.verify(ID, AT, "{}".getBytes(UTF_8), SIGNATURE)).isFalse();
  }

  @Test
  void aPlainTextIsItsOwnKey() {
    WebhookSignature plain = WebhookSignature.of("secret", "a text of twenty-four by");
    WebhookSignature encoded =
        WebhookSignature.of("secret", "whsec_YSB0ZXh0IG9mIHR3ZW50eS1mb3VyIGJ5");

    assertThat(plain.sign(ID, AT, BODY)).isEqualTo(encoded.sign(ID, AT, BODY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a text of twenty-three", "whsec_c2hvcnQ=", "whsec_!", "whsec_"})
  void aSecretThatIsTooShortOrMalformedIsRefusedAndNotQuoted(String secret) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> WebhookSignature.of("carillon.hook.secret", secret))
        .withMessageStartingWith("carillon.hook.secret: ")
        .withMessageNotContaining(secret);
  }
}
