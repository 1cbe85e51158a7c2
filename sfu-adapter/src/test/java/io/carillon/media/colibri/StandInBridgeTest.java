package io.carillon.media.colibri;

import io.carillon.videobridge.VideobridgeStandIn;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on the stand-in, without which nothing that is shown with it would be worth
 * anything.
 */
class StandInBridgeTest extends BridgeContract {
  private static VideobridgeStandIn standIn;

  @BeforeAll
  static void start() {
    standIn = VideobridgeStandIn.start();
  }

  @AfterAll
  static void stop() {
    standIn.close();
  }

  @Override
  URI bridge() {
    return standIn.address();
  }
}
