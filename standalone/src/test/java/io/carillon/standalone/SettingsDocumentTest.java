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

/** Holds the operator's list of settings against the names that the code reads. */
class SettingsDocumentTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern READ = Pattern.compile("\"(carillon(?:\\.[a-z-]+)+)\"");
  private static final Pattern DOCUMENTED = Pattern.compile("`(carillon(?:\\.[a-z-]+)+)`");

  /** An attribute of a member of the cluster, which nobody sets. */
  private static final Set<String> OTHER_NAMES = Set.of("carillon.node");

  @Test
  void everySettingIsDocumentedAndEveryDocumentedSettingExists() throws IOException {
    Set<String> read = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(ROOT)) {
      sources
          .filter(path -> path.toString().contains("src/main/java"))
          .filter(path -> path.toString().endsWith(".java"))
          .forEach(path -> collect(READ, path, read));
    }
    read.removeAll(OTHER_NAMES);
    Set<String> documented = new TreeSet<>();
    collect(DOCUMENTED, ROOT.resolve("docs/operations.md"), documented);

    assertThat(read).isNotEmpty().isEqualTo(documented);
  }

  private static void collect(Pattern pattern, Path file, Set<String> names) {
    try {
      Matcher match = pattern.matcher(Files.readString(file));
      while (match.find()) {
        names.add(match.group(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
