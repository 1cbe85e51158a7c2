package io.carillon.bench.load;

/** The requests that a call is made of, and the letter that marks them in a request's id. */
enum RequestType {
  INVITE("call.invite", 'i'),
  ACCEPT("call.accept", 'a'),
  CANDIDATES("media.candidates", 'c'),
  HANGUP("call.hangup", 'h');

  private final String wireName;
  private final char mark;

  RequestType(String wireName, char mark) {
    this.wireName = wireName;
    this.mark = mark;
  }

  String wireName() {
    return wireName;
  }

  String id(long number) {
    return mark + Long.toString(number);
  }

  static RequestType ofId(String id) {
    for (RequestType type : values()) {
      if (id.charAt(0) == type.mark) {
        return type;
      }
    }
    throw new IllegalArgumentException("not an id of a call's request: " + id);
  }

  static long numberOf(String id) {
    return Long.parseLong(id, 1, id.length(), 10);
  }
}
