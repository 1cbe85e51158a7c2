package io.carillon.bench.report;

/** What a measurement was about. */
public enum Phase {
  /** Whole calls, each pair as fast as it can. */
  CALLS_CLOSED("whole calls, closed loop", "call", 2.0),
  /** Whole calls at a fixed arrival rate. */
  CALLS_OPEN("whole calls, fixed arrival rate", "call", 2.0),
  /** Candidates in calls that stay, each direction as fast as it can. */
  MESSAGES_CLOSED("candidates only, closed loop", "message", 1.5),
  /** Candidates in calls that stay, at a fixed arrival rate. */
  MESSAGES_OPEN("candidates only, fixed arrival rate", "message", 1.5);

  private final String title;
  private final String unit;
  private final double cpuGoal;

  Phase(String title, String unit, double cpuGoal) {
    this.title = title;
    this.unit = unit;
    this.cpuGoal = cpuGoal;
  }

  /** Heading for readers. */
  public String title() {
    return title;
  }

  /** What is counted. */
  public String unit() {
    return unit;
  }

  /** The most CPU that one of them may cost, as a multiple of the relay's. */
  public double cpuGoal() {
    return cpuGoal;
  }

  /** Whether arrivals keep to a rate. */
  public boolean isOpenLoop() {
    return this == CALLS_OPEN || this == MESSAGES_OPEN;
  }

  /** Whether whole calls are repeated. */
  public boolean isCalls() {
    return this == CALLS_CLOSED || this == CALLS_OPEN;
  }
}
