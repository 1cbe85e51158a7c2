package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OriginPolicyTest {
  @Test
  void withoutAListOnlyPagesOfTheSameHostAreAllowed() {
    OriginPolicy policy = new OriginPolicy(List.of());

    assertThat(policy.allows("http://localhost:8080", "localhost:8080")).isTrue();
    assertThat(policy.allows("https://Call.example.org", "call.example.org")).isTrue();
    assertThat(policy.allows("http://localhost:8081", "localhost:8080")).isFalse();
    assertThat(policy.allows("https://evil.example.org", "call.example.org")).isFalse();
    assertThat(policy.allows("null", "call.example.org")).isFalse();
    assertThat(policy.allows("https://call.example.org", null)).isFalse();
  }

  @Test
  void whatSendsNoOriginIsAllowed() {
    assertThat(new OriginPolicy(List.of()).allows(null, "any")).isTrue();
    assertThat(new OriginPolicy(List.of("https://a.org")).allows(null, "any")).isTrue();
  }

  @Test
  void withAListOnlyWholeOriginsInItAreAllowed() {
    OriginPolicy policy = new OriginPolicy(List.of("https://App.example.org", "http://a.org:81/"));

    assertThat(policy.allows("https://app.example.org", "x")).isTrue();
    assertThat(policy.allows("http://a.org:81", "x")).isTrue();
    assertThat(policy.allows("http://app.example.org", "x")).isFalse();
    assertThat(policy.allows("https://app.example.org.evil.org", "x")).isFalse();
    assertThat(policy.allows("https://x", "x")).isFalse();
    assertThat(policy.allows("null", "x")).isFalse();
  }

  @Test
  void aStarAllowsAll() {
    assertThat(new OriginPolicy(List.of("*")).allows("https://anybody.org", "x")).isTrue();
  }
}
