package io.carillon.bench.report;

/** Who was measured. */
public enum Subject {
  /** The server under test. */
  CARILLON,
  /** The yardstick. */
  RELAY
}
