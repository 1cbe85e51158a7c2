package io.carillon.standalone.cluster;

import io.carillon.protocol.Json;
import io.carillon.runtime.config.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of a local cluster, in the data folder: what it consists of, and its processes. */
final class ClusterFolder {
  private static final String PLAN = "plan.json";
  private static final String PROCESS = ".process";
  private static final String DRAINING = ".draining";
  private static final String COMPLAINT = "carillon: ";

  private final Path data;
  private final Path folder;

  ClusterFolder(Path data) {
    this.data = data.toAbsolutePath().normalize();
    this.folder = this.data.resolve("cluster");
  }

  /** What all nodes share. */
  Path data() {
    return data;
  }

  /**
   * Keeps other commands away from this cluster until it is closed, or this process ends.
   *
   * @throws ConfigurationException if another one is at work
   */
  FileLock lock() {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new ConfigurationException(
            "another command is at work on the cluster in " + data + ": wait until it is done");
      }
      return lock;
    } catch (IOException e) {
      throw new ConfigurationException(
          "can't use the data folder " + data + ": choose one that can be written with --data");
    }
  }

  Optional<Plan> plan() {
    return read(PLAN).map(Plan::parse);
  }

  void save(Plan plan) {
    write(PLAN, Json.encode(plan));
  }

  /** The process of a node, or of the front, that was started last. */
  Optional<LocalProcess> process(String name) {
    return read(name + PROCESS).map(LocalProcess::parse);
  }

  void save(String name, LocalProcess process) {
    write(name + PROCESS, Json.encode(process));
    delete(name + DRAINING);
  }

  /** Whether the node was asked to drain since it was started. */
  boolean isDraining(String name) {
    return Files.exists(folder.resolve(name + DRAINING));
  }

  void markDraining(String name) {
    write(name + DRAINING, "");
  }

  /** Every process that was started, whether it lives or not. */
  List<LocalProcess> processes() {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(PROCESS))
          .flatMap(name -> read(name).stream())
          .map(LocalProcess::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets the cluster; what its nodes have logged stays. */
  void forget() {
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.equals(PLAN) || name.endsWith(PROCESS) || name.endsWith(DRAINING))
          .forEach(this::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a process writes what it has to say. */
  Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** Where a process finds a file of this name. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Why a process ended: the line that it left for its user, or where to look. */
  String complaint(String name) {
    try (Stream<String> lines = Files.lines(log(name))) {
      return lines
          .filter(line -> line.startsWith(COMPLAINT))
          .reduce((earlier, later) -> later)
          .map(line -> line.substring(COMPLAINT.length()))
          .orElse("see " + log(name));
    } catch (IOException | UncheckedIOException unreadable) {
      return "see " + log(name);
    }
  }

  private Optional<String> read(String name) {
    try {
      Path file = folder.resolve(name);
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody else may read the plan: it says how to open the database. */
  private void write(String name, String text) {
    try {
      Path draft = Files.createTempFile(folder, name, ".new");
      Files.writeString(draft, text);
      Files.move(draft, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
