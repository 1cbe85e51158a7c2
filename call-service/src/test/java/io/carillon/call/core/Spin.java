package io.carillon.call.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The model checker Spin. It makes C programs of a model, which go through every state that the
 * model can be in.
 */
final class Spin {
  private static final List<String> PROGRAMS = List.of("spin", "gcc");
  private static final int MEMORY_MB = 1_500;
  private static final int DEPTH = 100_000;
  private static final int TIMEOUT_S = 180;

  private final Path folder;

  private Spin(Path folder) {
    this.folder = folder;
  }

  /** Whether all that it takes is on the PATH. */
  static boolean isInstalled() {
    return PROGRAMS.stream().allMatch(Spin::isOnPath);
  }

  private static boolean isOnPath(String program) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Reads a model.
   *
   * @param folder an empty one, for what is made of it
   * @param defined the macro to define, or null
   */
  static Spin read(Path model, Path folder, String defined)
      throws IOException, InterruptedException {
    Spin spin = new Spin(folder);
    List<String> command = new ArrayList<>(List.of("spin"));
    if (defined != null) {
      command.add("-D" + defined);
    }
    command.addAll(List.of("-a", model.toAbsolutePath().toString()));
    spin.run(command);
    return spin;
  }

  /** What a search for a violated assertion or a dead end came to. */
  String searchForErrors() throws IOException, InterruptedException {
    compile("-DSAFETY", "-DNOCLAIM");
    return run(List.of("./pan", "-m" + DEPTH));
  }

  /** What a search for a run without that property came to. */
  String searchAgainst(String property) throws IOException, InterruptedException {
    compile("-DCOLLAPSE");
    return run(List.of("./pan", "-a", "-N", property, "-m" + DEPTH));
  }

  private void compile(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-w", "-DMEMLIM=" + MEMORY_MB));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", "pan", "pan.c"));
    run(command);
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", null);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        throw new IllegalStateException(command + " takes longer than " + TIMEOUT_S + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, UTF_8);
    if (process.exitValue() != 0) {
      throw new IllegalStateException(command + " failed: " + text);
    }
    return text;
  }
}
