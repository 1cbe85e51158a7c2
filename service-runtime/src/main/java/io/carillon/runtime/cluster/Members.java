package io.carillon.runtime.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.KubernetesConfig;
import com.hazelcast.config.MemberAttributeConfig;
import com.hazelcast.config.MultiMapConfig;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.media.BridgeBoard;
import io.carillon.runtime.media.ConferenceStore;
import io.carillon.runtime.media.MediaStore;
import io.carillon.runtime.presence.PresenceStore;
import io.carillon.runtime.session.SessionDirectory;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A member of the cluster: every way of finding others that is not asked for is off. */
final class Members {
  private static final int PORTS_TO_TRY = 1000;

  /**
   * How long two halves wait before they look for each other, and between one look and the next.
   */
  private static final String MERGE_DELAY_SECONDS = "10";

  /** Read by Hazelcast's network from the properties of the process alone. */
  private static final String WAKE_BY_SELECTION_KEY = "hazelcast.io.selectionKeyWakeupEnabled";

  private Members() {}

  static Config config(
      ClusterSettings cluster, Quorum quorum, String node, List<CarillonService> services) {
    tellWritersByTask();
    Config config = new Config();
    config.setClusterName(cluster.name());
    config.setInstanceName(node);
    config.setLiteMember(cluster.joins() && !Placement.holdsData(services));
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.operation.fail.on.indeterminate.state", "true")
        .setProperty("hazelcast.operation.backup.timeout.millis", "1000")
        .setProperty("hazelcast.map.invalidation.batch.enabled", "false")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "10")
        .setProperty("hazelcast.heartbeat.interval.seconds", "2")
        .setProperty("hazelcast.merge.first.run.delay.seconds", MERGE_DELAY_SECONDS)
        .setProperty("hazelcast.merge.next.run.delay.seconds", MERGE_DELAY_SECONDS);
    listen(config, cluster);
    join(config.getNetworkConfig().getJoin(), cluster);
    attributes(config, node, cluster.region(), services);
    busRegistrations(config);
    SessionDirectory.contribute(config);
    PresenceStore.contribute(config);
    MediaStore.contribute(config);
    ConferenceStore.contribute(config);
    BridgeBoard.contribute(config);
    services.forEach(service -> service.contribute(config));
    if (cluster.joins()) {
      quorum.protect(config);
    }
    return config;
  }

  /**
   * A connection to a process that is stopped is made, but nothing on it is answered: the thread
   * that writes to it turns in a circle over its tasks and never comes to its selector. By default,
   * that is where it would learn what is to be written to others, such as the one that is about to
   * give away the partitions of the stopped member.
   */
  private static void tellWritersByTask() {
    if (System.getProperty(WAKE_BY_SELECTION_KEY) == null) {
      System.setProperty(WAKE_BY_SELECTION_KEY, "false");
    }
  }

  private static void listen(Config config, ClusterSettings cluster) {
    config
        .getNetworkConfig()
        .setPort(cluster.port())
        .setPortAutoIncrement(cluster.anyPort())
        .setPortCount(PORTS_TO_TRY)
        .getMemberAddressProviderConfig()
        .setEnabled(true)
        .setImplementation(new OwnAddress(cluster.host()));
  }

  private static void join(JoinConfig join, ClusterSettings cluster) {
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(!cluster.members().isEmpty()).setMembers(cluster.members());
    KubernetesConfig kubernetes = join.getKubernetesConfig();
    kubernetes.setEnabled(cluster.dns() != null || cluster.kubernetesService() != null);
    setIfGiven(kubernetes, "service-dns", cluster.dns());
    setIfGiven(kubernetes, "service-name", cluster.kubernetesService());
    setIfGiven(kubernetes, "namespace", cluster.kubernetesNamespace());
    kubernetes.setProperty("service-port", String.valueOf(cluster.port()));
  }

  private static void setIfGiven(KubernetesConfig kubernetes, String property, String value) {
    if (value != null) {
      kubernetes.setProperty(property, value);
    }
  }

  private static void attributes(
      Config config, String node, String region, List<CarillonService> services) {
    MemberAttributeConfig attributes = config.getMemberAttributeConfig();
    if (region != null) {
      attributes.setAttribute(LiveNodes.REGION_ATTRIBUTE, region);
    }
    attributes
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
