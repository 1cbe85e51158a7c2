package io.carillon.call.core;

import io.carillon.protocol.contract.BridgeSupply;

/**
 * What a step depends on besides the call and the command: how media can flow at that moment.
 *
 * @param bridges whether a videobridge can be had
 * @param mostParties how many may be in a call on a bridge
 * @param directAfterMs how long no more than two may be left on a bridge before they go on without
 *     one
 */
public record MediaTerms(BridgeSupply bridges, int mostParties, long directAfterMs) {
  /** Those of an installation without bridges. */
  public static final MediaTerms WITHOUT_BRIDGES = new MediaTerms(BridgeSupply.NONE, 0, 0);

  boolean haveBridge() {
    return bridges == BridgeSupply.AVAILABLE;
  }
}
