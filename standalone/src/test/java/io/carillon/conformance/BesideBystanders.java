package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Bad input gets the protocol's typed error or close code and harms nobody else: beside each test
 * two others are in a call that goes on.
 */
@ResourceLock("bystanders")
abstract class BesideBystanders {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  TestClient carol;
  TestClient dave;
  String bystandersCall;

  @BeforeEach
  void bystandersCallEachOther() {
    carol = SERVER.connect("carol");
    dave = SERVER.connect("dave");
    bystandersCall = Calls.connect(carol, dave);
  }

  @AfterEach
  void bystandersWereNotHarmed() {
    carol.ok(
        "media.candidates",
        "callId",
        bystandersCall,
        "to",
        dave.address(),
        "candidates",
        List.of(Sdp.candidate(7)),
        "epoch",
        0);
    assertThat(dave.expectNext().type()).isEqualTo("media.candidates");
    Calls.hangUp(dave, bystandersCall);
  }
}
