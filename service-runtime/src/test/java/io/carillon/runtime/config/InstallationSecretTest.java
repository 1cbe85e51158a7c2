package io.carillon.runtime.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationSecretTest {
  private static final Settings NONE = Settings.load(Map.of(), Map.of(), null);

  @TempDir private Path folder;

  @Test
  void aSecretIsMadeOnceForItsOwnerAlone() throws IOException {
    byte[] first = InstallationSecret.load(NONE, folder);

    assertThat(first).hasSize(43);
    assertThat(InstallationSecret.load(NONE, folder)).isEqualTo(first);
    Path file = folder.resolve("secret");
    assertThat(Files.readString(file).strip()).isEqualTo(new String(first, UTF_8));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void twoInstallationsHaveTwoSecrets() {
    assertThat(InstallationSecret.load(NONE, folder.resolve("a")))
        .isNotEqualTo(InstallationSecret.load(NONE, folder.resolve("b")));
  }

  @Test
  void theSettingGoesBeforeTheFile() {
    String text = "a secret of thirty-two bytes, or more";
    Settings settings = Settings.load(Map.of("carillon.token.secret", text), Map.of(), null);

    assertThat(InstallationSecret.load(settings, folder)).isEqualTo(text.getBytes(UTF_8));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSecretThatIsTooShortIsRefused() throws IOException {
    Files.writeString(folder.resolve("secret"), "short\n");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> InstallationSecret.load(NONE, folder))
        .withMessageContaining("secret")
        .withMessageContaining("32 bytes");
  }
}
