package io.carillon.standalone;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services that a process can run, by the names that operators use. The edge comes last: who
 * connects finds the others there.
 */
enum ServiceName {
  PUSH,
  SFU,
  CALL,
  PRESENCE;

  private static final String SETTING = "carillon.services";

  /**
   * The services that a process is to run: those that are set, or all.
   *
   * @throws ConfigurationException if one of them is no service
   */
  static Set<ServiceName> chosen(Settings settings) {
    List<String> names = settings.list(SETTING);
    if (names.isEmpty()) {
      return EnumSet.allOf(ServiceName.class);
    }
    Set<ServiceName> chosen = EnumSet.noneOf(ServiceName.class);
    names.forEach(name -> chosen.add(named(name)));
    return chosen;
  }

  private static ServiceName named(String name) {
    return Arrays.stream(values())
        .filter(service -> service.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Settings.wrong(
                    SETTING,
                    name,
                    Arrays.stream(values())
                            .map(ServiceName::toString)
                            .collect(Collectors.joining(", "))
                        + " with commas between them"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
