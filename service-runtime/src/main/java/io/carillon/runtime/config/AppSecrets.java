package io.carillon.runtime.config;

import java.nio.file.Path;

/**
 * The HS256 keys of apps: {@code carillon.app.<app>.secret}, and the installation's secret for
 * every app that has none of its own. Safe for use by several threads.
 */
public final class AppSecrets {
  private final Settings settings;
  private final byte[] installation;

  private AppSecrets(Settings settings, byte[] installation) {
    this.settings = settings;
    this.installation = installation;
  }

  /**
   * Reads the installation's secret, or makes it. Blocks.
   *
   * @throws ConfigurationException if it can't be used
   */
  public static AppSecrets load(Settings settings, Path dataFolder) {
    return new AppSecrets(settings, InstallationSecret.load(settings, dataFolder));
  }

  /**
   * The key of an app.
   *
   * @throws ConfigurationException if the one that is set is too short
   */
  public byte[] of(String app) {
    String setting = "carillon.app." + app + ".secret";
    return settings
        .optional(setting)
        .map(text -> InstallationSecret.key(setting, text))
        .orElse(installation);
  }
}
