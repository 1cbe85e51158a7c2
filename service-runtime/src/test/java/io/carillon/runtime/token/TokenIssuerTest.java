package io.carillon.runtime.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.protocol.Grant;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenIssuerTest {
  private static final String INSTALLATION = "the secret of the installation, 32+";
  private static final String SHOP = "the secret of the shop, 32 or more";
  private static final Map<String, String> SETTINGS =
      Map.of("carillon.token.secret", INSTALLATION, "carillon.app.shop.secret", SHOP);

  private final Instant later = Instant.now().plusSeconds(60);
  @TempDir private Path folder;

  @Test
  void anAppWithASecretOfItsOwnHasItsTokensSignedWithThat() throws Exception {
    TokenIssuer issuer = TokenIssuer.of(Settings.load(SETTINGS, Map.of(), null), folder);
    String ofShop = issuer.issue(new UserRef("shop", "alice"), null, List.of(), later);
    String ofAnother =
        issuer.issue(new UserRef("default", "bob"), "phone", TokenIssuer.USUAL_GRANTS, later);

    JwtClaims alice = claims(ofShop, SHOP);
    assertThat(alice.getSubject()).isEqualTo("alice");
    assertThat(alice.getStringClaimValue("app")).isEqualTo("shop");
    assertThat(alice.getStringListClaimValue("grants")).isEmpty();
    assertThat(alice.hasClaim("device")).isFalse();
    assertThat(alice.getExpirationTime().getValue()).isEqualTo(later.getEpochSecond());
    JwtClaims bob = claims(ofAnother, INSTALLATION);
    assertThat(bob.getStringClaimValue("device")).isEqualTo("phone");
    assertThat(bob.getStringListClaimValue("grants")).containsExactly("call", "presence");
  }

  @Test
  void aTokenHasTheIssuerAndTheAudienceThatAreAskedFor() throws Exception {
    Settings settings =
        Settings.load(
            SETTINGS,
            Map.of("CARILLON_TOKEN_ISSUER", "us", "CARILLON_TOKEN_AUDIENCE", "carillon"),
            null);
    String token =
        TokenIssuer.of(settings, folder)
            .issue(new UserRef("default", "bob"), null, List.of(Grant.ADMIN), later);

    JwtClaims claims = claims(token, INSTALLATION);
    assertThat(claims.getIssuer()).isEqualTo("us");
    assertThat(claims.getAudience()).containsExactly("carillon");
    assertThat(claims.getStringListClaimValue("grants")).containsExactly("admin");
  }

  @Test
  void aSecretThatIsTooShortIsRefused() {
    TokenIssuer issuer =
        TokenIssuer.of(
            Settings.load(Map.of("carillon.app.shop.secret", "short"), Map.of(), null), folder);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> issuer.issue(new UserRef("shop", "alice"), null, List.of(), later))
        .withMessageContaining("carillon.app.shop.secret");
  }

  private static JwtClaims claims(String token, String secret) throws Exception {
    return new JwtConsumerBuilder()
        .setVerificationKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)))
        .setSkipDefaultAudienceValidation()
        .setRequireExpirationTime()
        .build()
        .processToClaims(token);
  }
}
