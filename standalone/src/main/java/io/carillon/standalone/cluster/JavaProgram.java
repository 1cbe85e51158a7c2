package io.carillon.standalone.cluster;

import io.carillon.standalone.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts this same program again, with the flags that this virtual machine was started with. */
final class JavaProgram {
  /** Many on one machine: small, soon started, and without a thread for each core. */
  private static final List<String> SMALL =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");

  private static final File NOTHING = new File("/dev/null");

  private JavaProgram() {}

  /**
   * Starts a command, which goes on when this process has ended.
   *
   * @param environment in addition to that of this process
   * @param log where its output and its errors go
   */
  static LocalProcess start(List<String> command, Map<String, String> environment, Path log) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(SMALL);
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    builder
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return LocalProcess.of(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
