package io.carillon.runtime.authorization;

import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.config.Settings;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;

/**
 * What an app says about who may reach whom. Without a hook everybody may reach everybody of the
 * same app. A user may always reach himself.
 *
 * <p>Safe for use by several threads; never blocks. The futures complete on the context of the
 * caller, at once where nobody has to be asked, and never fail: what is to hold while the hook is
 * down is a setting.
 */
public interface AuthorizationHook {
  /**
   * The hook of the settings {@code carillon.hook.*}.
   *
   * @param clock for the time stamps of what is sent
   * @throws io.carillon.runtime.config.ConfigurationException if one of them is wrong
   */
  static AuthorizationHook create(
      Vertx vertx, Settings settings, PrometheusRegistry registry, Clock clock) {
    HookMetrics metrics = new HookMetrics(registry);
    return HookSettings.read(settings)
        .<AuthorizationHook>map(found -> HttpAuthorizationHook.create(vertx, found, metrics, clock))
        .orElseGet(Everybody::new);
  }

  /** Whether there is anybody to ask; if not, everything is allowed. */
  boolean asks();

  /** Those of the given users whom that one may call. */
  Future<Set<String>> mayCall(UserRef from, Collection<String> to);

  /** Those of the given users whose presence that one may see. */
  Future<Set<String>> maySee(UserRef from, Collection<String> to);
}
