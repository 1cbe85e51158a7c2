package io.carillon.runtime.authorization;

/** What was found out about one user and another. */
enum Verdict {
  ALLOWED("allowed"),
  DENIED("denied"),
  /** The app did not answer, or was not asked since it does not answer. */
  UNKNOWN("down");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
