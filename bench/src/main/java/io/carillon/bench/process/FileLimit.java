package io.carillon.bench.process;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The limit of open files: each socket is one. */
public final class FileLimit {

  private FileLimit() {}

  /**
   * Makes sure that this process may open as many files. The JVM has raised its soft limit to the
   * hard one at its start.
   *
   * @param option the option by which fewer connections are asked for
   * @throws ServerException with the command that raises the limit
   */
  public static void requireHere(long needed, String option) throws ServerException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      require("The load generator", unix.getMaxFileDescriptorCount(), needed, option);
    }
  }

  static void require(String who, long limit, long needed, String option) throws ServerException {
    if (limit < needed) {
      throw new ServerException(
          who
              + " may open "
              + limit
              + " files but needs "
              + needed
              + ". Raise the limit (ulimit -n "
              + needed
              + ") or ask for fewer connections ("
              + option
              + ").");
    }
  }
}
