package io.carillon.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the operator's list of metrics against the names that the code registers. */
class MetricsDocumentTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern REGISTERED = Pattern.compile("\"(carillon_[a-z_]+)\"");
  private static final Pattern DOCUMENTED = Pattern.compile("`(carillon_[a-z_]+)`");

  @Test
  void everyMetricIsDocumentedAndEveryDocumentedMetricExists() throws IOException {
    Set<String> registered = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(ROOT)) {
      sources
          .filter(path -> path.toString().contains("src/main/java"))
          .filter(path -> path.toString().endsWith(".java"))
          .forEach(path -> collect(REGISTERED, path, registered));
    }
    Set<String> documented = new TreeSet<>();
    collect(DOCUMENTED, ROOT.resolve("docs/metrics.md"), documented);

    assertThat(registered).isNotEmpty().isEqualTo(documented);
  }

  private static void collect(Pattern pattern, Path file, Set<String> names) {
    try {
      Matcher match = pattern.matcher(Files.readString(file));
      while (match.find()) {
        names.add(match.group(1).replaceFirst("_total$", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
