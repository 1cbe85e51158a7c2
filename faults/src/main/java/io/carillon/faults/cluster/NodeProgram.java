package io.carillon.faults.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node runs, in the JVM of this process.
 *
 * @param classPath where its classes are
 * @param mainClass what is started
 * @param arguments for it
 */
public record NodeProgram(String classPath, String mainClass, List<String> arguments) {
  private static final int FIRST_THAT_WARNS_OF_UNSAFE = 24;

  /** Copies what could change. */
  public NodeProgram {
    arguments = List.copyOf(arguments);
  }

  /** The server as it is on that class path. */
  public static NodeProgram usual(String classPath) {
    return new NodeProgram(classPath, "io.carillon.standalone.Main", List.of("run", "--no-demo"));
  }

  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
            "-Dio.netty.jfr.enabled=false",
            "--enable-native-access=ALL-UNNAMED"));
    if (Runtime.version().feature() >= FIRST_THAT_WARNS_OF_UNSAFE) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }
}
