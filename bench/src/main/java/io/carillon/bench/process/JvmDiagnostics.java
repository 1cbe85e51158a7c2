package io.carillon.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a JVM about itself through the JDK's {@code jcmd}. Blocks. */
final class JvmDiagnostics {

  private static final Pattern USED =
      Pattern.compile("(?m)^\\s*+(?!Metaspace|class space).*\\bused ([0-9]+)([KMG])");
  private static final Pattern FLAG = Pattern.compile("-XX:\\S+");

  /** What makes two JVMs comparable: collector, heap and object layout. */
  private static final Pattern HEAP_FLAG =
      Pattern.compile(
          "-XX:(?:[+-]Use\\w+GC|[+-]AlwaysPreTouch|[+-]UseCompressedOops"
              + "|[+-]UseCompactObjectHeaders|[+-]UseStringDeduplication|[+-]TieredCompilation"
              + "|(?:Initial|Max|SoftMax|Min)HeapSize=\\d+|M(?:in|ax)HeapFreeRatio=\\d+"
              + "|MaxDirectMemorySize=\\d+|ThreadStackSize=\\d+)");

  private final Path jcmd;
  private final long pid;

  /**
   * @param javaHome a JDK
   * @throws IOException if it has no jcmd
   */
  JvmDiagnostics(Path javaHome, long pid) throws IOException {
    this.jcmd = javaHome.resolve("bin").resolve("jcmd");
    this.pid = pid;
    if (!Files.isExecutable(jcmd)) {
      throw new IOException("no jcmd in " + javaHome + ": a JDK is needed, not only a JRE");
    }
  }

  void collectGarbage() throws IOException, InterruptedException {
    run("GC.run");
  }

  long usedHeapBytes() throws IOException, InterruptedException {
    return usedHeapBytes(run("GC.heap_info"));
  }

  /** Flags in effect that decide on collector, heap and object layout. */
  List<String> heapFlags() throws IOException, InterruptedException {
    return heapFlags(run("VM.flags"));
  }

  /** Version of the virtual machine. */
  String version() throws IOException, InterruptedException {
    return run("VM.version").lines().skip(1).findFirst().orElseThrow().strip();
  }

  static long usedHeapBytes(String heapInfo) {
    Matcher matcher = USED.matcher(heapInfo);
    long bytes = 0;
    boolean found = false;
    while (matcher.find()) {
      found = true;
      bytes += Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
    }
    if (!found) {
      throw new IllegalArgumentException("no used heap in: " + heapInfo);
    }
    return bytes;
  }

  static List<String> heapFlags(String vmFlags) {
    return FLAG.matcher(vmFlags)
        .results()
        .map(match -> match.group())
        .filter(flag -> HEAP_FLAG.matcher(flag).matches())
        .sorted()
        .toList();
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "K" -> 10;
      case "M" -> 20;
      default -> 30;
    };
  }

  private String run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + command + " failed: " + output.strip());
    }
    return output;
  }
}
