package io.carillon.runtime.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminKeyTest {
  private static final Settings NONE = Settings.load(Map.of(), Map.of(), null);

  @TempDir private Path folder;

  @Test
  void aKeyIsMadeOnceForItsOwnerAlone() throws IOException {
    AdminKey made = AdminKey.load(NONE, folder);

    Path file = folder.resolve("admin-key");
    String text = Files.readString(file).strip();
    assertThat(text).hasSizeGreaterThanOrEqualTo(24);
    assertThat(made.is(text)).isTrue();
    assertThat(made.is(text + "x")).isFalse();
    assertThat(made.is("")).isFalse();
    assertThat(AdminKey.load(NONE, folder).is(text)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void theSettingGoesBeforeTheFile() {
    String key = "twenty-four-characters!!";
    assertThat(AdminKey.load(set(key), folder).is(key)).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "twenty-three-characters",
        "a key of words and of spaces",
        "ein-schlüssel-mit-umlaut"
      })
  void aKeyThatIsShortOrNotForAHeaderIsRefused(String key) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> AdminKey.load(set(key), folder))
        .withMessageContaining("carillon.admin.key")
        .withMessageContaining("24 characters")
        .withMessageNotContaining(key);
  }

  private static Settings set(String key) {
    return Settings.load(Map.of("carillon.admin.key", key), Map.of(), null);
  }
}
