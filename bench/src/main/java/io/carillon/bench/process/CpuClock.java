package io.carillon.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time that something has used, user and system, as Linux counts it in {@code /proc}. */
@FunctionalInterface
public interface CpuClock {

  /**
   * {@code USER_HZ}: the kernel reports in hundredths of a second on every architecture that it
   * presents to programs (proc(5), time(7)).
   */
  double TICKS_PER_SECOND = 100;

  /**
   * Seconds of CPU since the start.
   *
   * @throws UncheckedIOException if the process is gone
   */
  double seconds();

  /** CPU time of a process, its threads included, its children not. */
  static CpuClock ofProcess(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    return () -> ProcFile.processTicks(read(stat)) / TICKS_PER_SECOND;
  }

  /** CPU time of this process. */
  static CpuClock ofThisProcess() {
    return ofProcess(ProcessHandle.current().pid());
  }

  /** Time that all CPUs of the machine together were not idle. */
  static CpuClock ofMachine() {
    return () -> ProcFile.machineBusyTicks(read(Path.of("/proc/stat"))) / TICKS_PER_SECOND;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + "; did the process end?", e);
    }
  }
}
