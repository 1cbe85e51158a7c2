package io.carillon.runtime.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.media.MediaStore;
import io.carillon.runtime.presence.PresenceStore;
import io.carillon.runtime.session.SessionDirectory;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** How a node joins the others: every way of finding members that is not asked for is off. */
final class Members {
  private Members() {}

  static Config config(String node, List<CarillonService> services) {
    Config config = new Config();
    config.setClusterName("carillon");
    config.setInstanceName(node);
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.operation.fail.on.indeterminate.state", "true")
        .setProperty("hazelcast.operation.backup.timeout.millis", "1000")
        .setProperty("hazelcast.map.invalidation.batch.enabled", "false")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "10")
        .setProperty("hazelcast.heartbeat.interval.seconds", "2");
    join(config);
    attributes(config, node, services);
    busRegistrations(config);
    SessionDirectory.contribute(config);
    PresenceStore.contribute(config);
    MediaStore.contribute(config);
    services.forEach(service -> service.contribute(config));
    return config;
  }

  private static void join(Config config) {
    config.getNetworkConfig().setPortAutoIncrement(true).setPortCount(1000);
    config.getNetworkConfig().setPublicAddress("127.0.0.1");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(false);
  }

  private static void attributes(Config config, String node, List<CarillonService> services) {
    config
        .getMemberAttributeConfig()
        .setAttribute("__vertx.nodeId", UUID.randomUUID().toString())
        .setAttribute(Placement.NODE_ATTRIBUTE, node)
        .setAttribute(
            Placement.SERVICES_ATTRIBUTE,
            services.stream().map(CarillonService::name).collect(Collectors.joining(",")));
  }

  /** The maps of the Vert.x cluster manager, as it would set them up itself. */
  private static void busRegistrations(Config config) {
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.getMapConfig("__vertx.haInfo").setBackupCount(1);
    config.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
  }
}
