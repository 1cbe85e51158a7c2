package io.carillon.faults.check;

/**
 * A rule that did not hold.
 *
 * @param rule which
 * @param subject the call, session or client that it is about
 * @param at when it showed, milliseconds since the epoch; 0 if there is no such moment
 * @param what what was seen
 */
public record Violation(String rule, String subject, long at, String what) {

  @Override
  public String toString() {
    return rule + ": " + subject + ": " + what;
  }
}
