package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the formal model of a call against the code, and has every state of it looked at. */
class CallModelTest {
  private static final Path MODEL = Path.of("src/test/promela/call.pml");
  private static final Pattern ROW = Pattern.compile("row\\((\\w+(?:,\\s*[A-Z_]+){5})\\)");
  private static final Pattern NOT_MODELLED = Pattern.compile("not modelled: ([A-Z_\\s]+)\\*/");
  private static final Pattern WORD = Pattern.compile("\\w+");

  @TempDir private Path folder;

  @Test
  void theTableOfTheModelIsThatOfTheCode() throws IOException {
    Set<String> modelled = commands(rows()).collect(Collectors.toSet());
    List<String> code = table().filter(row -> modelled.contains(command(row))).toList();

    assertThat(code).isNotEmpty();
    assertThat(rows()).containsAll(code);
  }

  @Test
  void eachCommandIsModelledOrSaidNotToBe() throws IOException {
    assertThat(Stream.concat(commands(rows()), leftOut()))
        .as("commands that call.pml has a row for, or lists as not modelled")
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(CommandKind.values()).map(CommandKind::code).toList());
  }

  @Test
  void noStateOfTheModelIsDeadOrBreaksAPromise() throws Exception {
    assertThat(spin(null).searchForErrors()).satisfies(CallModelTest::foundNothing);
  }

  @Test
  void everyRunOfTheModelHasAllProperties() throws Exception {
    assertThat(spin(null).searchAgainst("allOfThese")).satisfies(CallModelTest::foundNothing);
  }

  @ParameterizedTest
  @CsvSource({
    "WITHOUT_WINNER_CHECK, assertion violated,",
    "WITHOUT_BACKUP, assertion violated,",
    "WITHOUT_RESTATEMENT, acceptance cycle, everyOneLearnsOfTheEnd",
    "WITHOUT_VERSIONS, acceptance cycle, theOtherDeviceStopsRinging",
    "WITHOUT_TAKEN_OVER_TIMERS, acceptance cycle, ringingComesToAnEnd",
    "WITHOUT_RETRIES, acceptance cycle, everyRequestIsAnswered",
    "WITHOUT_ROLL_CALL, acceptance cycle, noCallOutlivesItsParties",
    "WITHOUT_SECOND_WORD, acceptance cycle, noCallOutlivesItsParties"
  })
  void aModelWithoutASafeguardFails(String removed, String finding, String property)
      throws Exception {
    Spin spin = spin(removed);

    assertThat(property == null ? spin.searchForErrors() : spin.searchAgainst(property))
        .contains("pan:1: " + finding)
        .contains("errors: 1");
  }

  private Spin spin(String removed) throws IOException, InterruptedException {
    assumeTrue(Spin.isInstalled(), "the model is not checked: spin or gcc is not on the PATH");
    return Spin.read(MODEL, folder, removed);
  }

  private static void foundNothing(String search) {
    assertThat(search).contains("errors: 0").doesNotContain("Search not completed");
  }

  private static Stream<String> table() {
    return CommandTable.print().lines().map(line -> line.replaceAll("\\s+", " "));
  }

  private static Stream<String> commands(List<String> rows) {
    return rows.stream().map(CallModelTest::command);
  }

  private static String command(String row) {
    return row.substring(0, row.indexOf(' '));
  }

  private static List<String> rows() throws IOException {
    return find(ROW)
        .map(match -> match.group(1).replaceAll(",\\s*", " ").toLowerCase(Locale.ROOT))
        .toList();
  }

  private static Stream<String> leftOut() throws IOException {
    String names = find(NOT_MODELLED).findFirst().orElseThrow().group(1);
    return WORD.matcher(names.toLowerCase(Locale.ROOT)).results().map(MatchResult::group);
  }

  private static Stream<MatchResult> find(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(MODEL)).results();
  }
}
