package io.carillon.protocol.contract;

/** Whether a call can have a videobridge. */
public enum BridgeSupply {
  /** None is configured. */
  NONE,
  /** Some are configured, and none can be used at the moment. */
  UNAVAILABLE,
  /** There is one to be had. */
  AVAILABLE
}
