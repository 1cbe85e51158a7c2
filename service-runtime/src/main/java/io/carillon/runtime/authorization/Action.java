package io.carillon.runtime.authorization;

/** What one user wants of another. */
enum Action {
  CALL("call"),
  PRESENCE("presence");

  private final String code;

  Action(String code) {
    this.code = code;
  }

  /** The name in what the app is asked. */
  String code() {
    return code;
  }
}
