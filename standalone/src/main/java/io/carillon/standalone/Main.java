package io.carillon.standalone;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.standalone.cluster.ClusterCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind {@code ./carillon}. */
@Command(
    name = "carillon",
    description = "A self-hosted backend for audio and video calls.",
    subcommands = {RunCommand.class, ClusterCommand.class, TokenCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private static final int WRONG_USE = 2;

  private Main() {}

  /** Runs a command; a mistake of the user's is one line on standard error and exit code 2. */
  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(new Main());
    commands.setParameterExceptionHandler(
        (problem, unused) -> {
          System.err.println("carillon: " + problem.getMessage() + " (see ./carillon help)");
          return WRONG_USE;
        });
    commands.setExecutionExceptionHandler(
        (problem, unused, parsed) -> {
          if (problem instanceof ConfigurationException) {
            System.err.println("carillon: " + problem.getMessage());
            return WRONG_USE;
          }
          throw problem;
        });
    int exitCode = commands.execute(arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
