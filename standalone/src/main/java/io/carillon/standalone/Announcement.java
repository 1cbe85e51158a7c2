package io.carillon.standalone;

/** What a command prints when it has started something for users. */
public final class Announcement {
  private static final int PEOPLE = 2;

  private Announcement() {}

  /** Says where to connect, and with the demo page where to try it as two of its people. */
  public static void ready(String address, boolean withDemo) {
    System.out.println("ready " + address);
    if (withDemo) {
      DemoUser.ALL.stream()
          .limit(PEOPLE)
          .forEach(
              user ->
                  System.out.println(
                      "  " + user.name() + ": " + address + "/?user=" + user.userId()));
    }
    System.out.flush();
  }
}
