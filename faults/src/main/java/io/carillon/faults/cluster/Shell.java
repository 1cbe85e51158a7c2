package io.carillon.faults.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Short commands of the system. Blocks. */
final class Shell {
  private Shell() {}

  /**
   * Runs a command.
   *
   * @throws IOException if it is not there or fails, with what it printed
   */
  static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    // It has closed its output, so it is about to end.
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }
}
