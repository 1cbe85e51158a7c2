package io.carillon.standalone;

import java.util.List;

/** A person of the demo page. */
record DemoUser(String userId, String name) {
  static final List<DemoUser> ALL =
      List.of(
          new DemoUser("alice", "Alice Moreau"),
          new DemoUser("bob", "Bob Tanaka"),
          new DemoUser("carol", "Carol Okafor"),
          new DemoUser("dave", "Dave Lindqvist"));

  static boolean exists(String userId) {
    return ALL.stream().anyMatch(user -> user.userId().equals(userId));
  }
}
