package io.carillon.bench.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a server is started.
 *
 * @param name what it is called in messages
 * @param command program and arguments
 * @param environment variables to add
 * @param directory where it is started
 * @param port where it will listen on 127.0.0.1
 * @param log file that gets all that it prints
 * @param readyTimeout time until its line {@code ready …}; it may build itself first
 */
public record ServerCommand(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    int port,
    Path log,
    Duration readyTimeout) {

  /** Copies what could change. */
  public ServerCommand {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
