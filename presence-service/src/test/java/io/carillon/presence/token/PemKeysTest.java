package io.carillon.presence.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.runtime.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemKeysTest {
  @TempDir private Path folder;

  @Test
  void oneFileMayHoldKeysOfEveryKind() throws IOException {
    List<KeyPair> pairs = List.of(TestTokens.rsa(), TestTokens.p256(), TestTokens.ed25519());
    Path file = Files.createFile(folder.resolve("keys.pem"));
    for (KeyPair pair : pairs) {
      Files.write(file, TestTokens.pem(pair), StandardOpenOption.APPEND);
    }

    assertThat(PemKeys.read(file))
        .containsExactlyElementsOf(pairs.stream().map(KeyPair::getPublic).toList());
  }

  @Test
  void aCurveThatNoTokenMayUseIsRefused() throws IOException {
    Path file = folder.resolve("keys.pem");
    Files.write(file, TestTokens.pem(TestTokens.curve("secp384r1")));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> PemKeys.read(file))
        .withMessageContaining(file.toString())
        .withMessageContaining("P-256");
  }

  @Test
  void aFileWithoutKeysIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("keys.pem"), "nothing");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> PemKeys.read(file))
        .withMessageContaining("BEGIN PUBLIC KEY");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> PemKeys.read(folder.resolve("none.pem")))
        .withMessageContaining("none.pem");
  }
}
