package io.carillon.bench.process;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Readings of the files in {@code /proc}, see proc(5). */
final class ProcFile {

  private static final Pattern OPEN_FILES =
      Pattern.compile("(?m)^Max open files\\s+(\\d+|unlimited)\\s");
  private static final String LISTEN = "0A";

  private ProcFile() {}

  /** User and system ticks in {@code /proc/<pid>/stat}; the program's name may hold anything. */
  static long processTicks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    // utime and stime are fields 14 and 15; the state, field 3, is the first after the name.
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** Ticks of all CPUs in {@code /proc/stat} that are neither idle nor waiting for a disk. */
  static long machineBusyTicks(String stat) {
    String[] fields = stat.lines().findFirst().orElseThrow().trim().split(" +", -1);
    // cpu user nice system idle iowait irq softirq steal; guest time is within user.
    return Long.parseLong(fields[1])
        + Long.parseLong(fields[2])
        + Long.parseLong(fields[3])
        + Long.parseLong(fields[6])
        + Long.parseLong(fields[7])
        + Long.parseLong(fields[8]);
  }

  /** A value in kB of {@code /proc/<pid>/status}, in bytes. */
  static long statusBytes(String status, String key) {
    Matcher matcher =
        Pattern.compile("(?m)^" + Pattern.quote(key) + ":\\s+(\\d+) kB$").matcher(status);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + key + " in the process status");
    }
    return Long.parseLong(matcher.group(1)) * 1024;
  }

  /** The soft limit of open files in {@code /proc/<pid>/limits}. */
  static long openFilesLimit(String limits) {
    Matcher matcher = OPEN_FILES.matcher(limits);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no limit of open files in the process limits");
    }
    return matcher.group(1).equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(matcher.group(1));
  }

  /** The inode of the socket that listens on a port, in {@code /proc/net/tcp} or {@code tcp6}. */
  static OptionalLong listenerInode(String table, int port) {
    String localPort = String.format(":%04X", port);
    return table
        .lines()
        .skip(1)
        .map(line -> line.trim().split(" +", -1))
        .filter(fields -> fields[1].endsWith(localPort) && fields[3].equals(LISTEN))
        .mapToLong(fields -> Long.parseLong(fields[9]))
        .findFirst();
  }
}
