package io.carillon.media.colibri;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on a Jitsi Videobridge, where the environment names one in {@code
 * CARILLON_TEST_JVB}: its private HTTP interface, with {@code videobridge.apis.rest.enabled} and
 * websockets on.
 */
class RealBridgeTest extends BridgeContract {
  private static final String ADDRESS = System.getenv("CARILLON_TEST_JVB");

  @BeforeAll
  static void aBridgeIsThere() {
    String reason =
        "no videobridge here: set CARILLON_TEST_JVB to its private HTTP address,"
            + " http://127.0.0.1:8080 for instance";
    if (ADDRESS == null) {
      System.out.println("RealBridgeTest is skipped, " + reason);
    }
    assumeTrue(ADDRESS != null, reason);
  }

  @Override
  URI bridge() {
    return URI.create(ADDRESS);
  }
}
