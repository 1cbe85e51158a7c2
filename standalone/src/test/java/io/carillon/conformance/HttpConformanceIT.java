package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 8: health on the public listener, metrics and probes on the admin listener. */
@DisplayName("8 HTTP")
class HttpConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Test
  void healthzAnswersOnThePublicListener() {
    assertThat(Http.get(SERVER.baseUri(), "/healthz").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz"})
  void theProbesAnswerOnTheAdminListener(String path) {
    assertThat(Http.get(SERVER.adminUri(), path).statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAnswerOnTheAdminListenerInPrometheusFormat() {
    HttpResponse<String> metrics = Http.get(SERVER.adminUri(), "/metrics");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(metrics.body()).contains("# TYPE ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/livez", "/readyz", "/admin/v1/calls"})
  void nothingOfTheAdminListenerIsOnThePublicOne(String path) {
    assertThat(Http.get(SERVER.baseUri(), path).statusCode()).isEqualTo(404);
  }

  @Test
  void errorsAreCountedByCode() {
    TestClient alice = SERVER.connect("alice");
    double before = Http.counted(SERVER.adminUri(), "unknown_type");

    alice.error("call.dance");

    assertThat(Http.counted(SERVER.adminUri(), "unknown_type")).isGreaterThan(before);
  }

  @Test
  void callsAreCountedByEndReason() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    double before = Http.counted(SERVER.adminUri(), "declined");

    bob.ok("call.reject", "callId", Calls.ring(alice, bob));
    alice.expectEvent("call.ended");

    assertThat(Http.counted(SERVER.adminUri(), "declined")).isGreaterThan(before);
  }
}
