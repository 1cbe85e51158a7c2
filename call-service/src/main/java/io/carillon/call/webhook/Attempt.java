package io.carillon.call.webhook;

/**
 * What came of an attempt.
 *
 * @param problem for the operator; null if it was delivered
 */
record Attempt(Result result, String problem) {
  /** The kinds. */
  enum Result {
    /** A status from 200 to 299. */
    DELIVERED("delivered"),
    /** Any other status. */
    REFUSED("refused"),
    /** Status 410: the receiver wants nothing any more. */
    GONE("gone"),
    /** No answer in time. */
    LATE("late"),
    /** No connection, or a broken one. */
    UNREACHABLE("unreachable");

    private final String label;

    Result(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }
}
