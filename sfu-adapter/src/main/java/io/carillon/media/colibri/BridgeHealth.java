package io.carillon.media.colibri;

/** What a bridge says of its own health. */
public enum BridgeHealth {
  /** It is well. */
  HEALTHY,
  /** It says that it is not, or nobody is there to ask: its conferences belong elsewhere. */
  FAILED,
  /** It did not answer in time: it may be busy with the conferences that it has. */
  SILENT
}
