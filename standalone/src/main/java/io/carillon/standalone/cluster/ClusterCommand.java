package io.carillon.standalone.cluster;

import io.carillon.protocol.Json;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import io.carillon.standalone.Announcement;
import io.carillon.standalone.SettingsOptions;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a cluster of local processes, and plays with its nodes. */
@Command(
    name = "cluster",
    description = "A cluster of local processes behind one address.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class ClusterCommand {
  private static final int FEWEST_NODES = 1;
  private static final int MOST_NODES = 9;

  /** For the command line alone. */
  public ClusterCommand() {}

  @Command(description = "Starts nodes that hold calls, two edges, and one address before them.")
  int up(
      @Mixin SettingsOptions options,
      @Option(names = "--nodes", defaultValue = "3", description = "that hold calls (default: 3)")
          int nodes,
      @Option(names = "--port", defaultValue = "8080", description = "of the one address")
          int port) {
    if (nodes < FEWEST_NODES || nodes > MOST_NODES) {
      throw Settings.wrong(
          "--nodes", String.valueOf(nodes), "a number from " + FEWEST_NODES + " to " + MOST_NODES);
    }
    if (port < 1 || port > 65535) {
      throw Settings.wrong("--port", String.valueOf(port), "a number from 1 to 65535");
    }
    Settings settings = options.settings();
    Path file = options.file();
    Plan plan = Plan.make(nodes, port, file == null ? null : file.toAbsolutePath().toString());
    change(options, cluster -> cluster.up(plan, databaseUrl(settings)));
    Announcement.ready("http://localhost:" + port, settings.flag("carillon.demo", true));
    return 0;
  }

  @Command(description = "Prints a JSON object for each node.")
  int status(@Mixin SettingsOptions options) {
    cluster(options).status().forEach(node -> System.out.println(Json.encode(node)));
    return 0;
  }

  @Command(description = "Ends a node at once, as a crash would.")
  int kill(@Mixin SettingsOptions options, @Parameters(paramLabel = "NAME") String name) {
    return change(options, cluster -> cluster.kill(name));
  }

  @Command(description = "Stops a node where it is, as a machine would that hangs.")
  int pause(@Mixin SettingsOptions options, @Parameters(paramLabel = "NAME") String name) {
    return change(options, cluster -> cluster.pause(name));
  }

  @Command(description = "Lets a paused node go on.")
  int resume(@Mixin SettingsOptions options, @Parameters(paramLabel = "NAME") String name) {
    return change(options, cluster -> cluster.resume(name));
  }

  @Command(description = "Has a node let go of its clients and calls, and end.")
  int drain(@Mixin SettingsOptions options, @Parameters(paramLabel = "NAME") String name) {
    return change(options, cluster -> cluster.drain(name));
  }

  @Command(description = "Starts a node that is down.")
  int start(@Mixin SettingsOptions options, @Parameters(paramLabel = "NAME") String name) {
    return change(options, cluster -> cluster.start(name, databaseUrl(options.settings())));
  }

  @Command(description = "Ends the whole cluster.")
  int down(@Mixin SettingsOptions options) {
    return change(
        options,
        cluster -> {
          cluster.plan();
          cluster.down();
        });
  }

  @Command(hidden = true, description = "The address and the database of a cluster.")
  int front(@Mixin SettingsOptions options) throws InterruptedException {
    Settings settings = options.settings();
    ClusterFolder folder = folder(settings);
    new Front(folder, settings).run(new LocalCluster(folder).plan());
    return 0;
  }

  private static int change(SettingsOptions options, Consumer<LocalCluster> step) {
    ClusterFolder folder = folder(options.settings());
    try (FileLock lock = folder.lock()) {
      if (lock.isValid()) {
        step.accept(new LocalCluster(folder));
      }
      return 0;
    } catch (IOException e) {
      throw new ConfigurationException("can't use the data folder " + folder.data());
    }
  }

  private static LocalCluster cluster(SettingsOptions options) {
    return new LocalCluster(folder(options.settings()));
  }

  private static ClusterFolder folder(Settings settings) {
    return new ClusterFolder(settings.path("carillon.data", Path.of("data")));
  }

  private static String databaseUrl(Settings settings) {
    return settings.optional("carillon.database.url").orElse(null);
  }
}
