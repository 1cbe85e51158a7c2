package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandKindTest {
  @Test
  void everyCommandHasAKind() {
    assertThat(Arrays.stream(CommandKind.values()).<Class<?>>map(CommandKind::type))
        .containsExactlyInAnyOrderElementsOf(records(CallCommand.class).toList());
  }

  @Test
  void aKindIsFoundByItsStoredName() {
    assertThat(CommandKind.values()).allMatch(kind -> CommandKind.of(kind.code()) == kind);
    assertThatThrownBy(() -> CommandKind.of("dance")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Stream<Class<?>> records(Class<?> command) {
    return command.isRecord()
        ? Stream.of(command)
        : Arrays.stream(command.getPermittedSubclasses()).flatMap(CommandKindTest::records);
  }
}
