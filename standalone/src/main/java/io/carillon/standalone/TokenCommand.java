package io.carillon.standalone;

import io.carillon.protocol.Check;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Durations;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.token.TokenIssuer;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a token for a user, and nothing else. */
@Command(
    name = "token",
    description = "Prints a token for a user, signed with this installation's secret.",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  @Option(names = "--user", required = true, description = "the user's id")
  private String user;

  @Option(names = "--device", description = "binds the token to this device")
  private String device;

  @Option(names = "--app", defaultValue = "default", description = "the tenant (default: default)")
  private String app;

  @Option(names = "--ttl", defaultValue = "1h", description = "how long it is good (default: 1h)")
  private String ttl;

  @Override
  public Integer call() {
    try {
      Check.userId("--user", user);
      Check.app("--app", app);
      if (device != null) {
        Check.deviceId("--device", device);
      }
    } catch (ProtocolException problem) {
      throw new ConfigurationException(problem.getMessage());
    }
    Settings settings = options.settings();
    Path dataFolder = settings.path("carillon.data", Path.of("data"));
    System.out.println(
        TokenIssuer.of(settings, dataFolder)
            .issue(new UserRef(app, user), device, TokenIssuer.USUAL_GRANTS, expiry()));
    return 0;
  }

  private Instant expiry() {
    try {
      Duration lifetime = Durations.parse(ttl);
      if (lifetime.isPositive()) {
        return Instant.now().plus(lifetime);
      }
    } catch (DateTimeException | ArithmeticException notOneThatEnds) {
      // refused below
    }
    throw Settings.wrong("--ttl", ttl, "a duration such as 1h or 30m");
  }
}
