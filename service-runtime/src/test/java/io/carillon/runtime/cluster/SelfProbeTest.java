package io.carillon.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.multimap.MultiMap;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Wake;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.config.Settings;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of a cluster that has forgotten where to send what is meant for it. */
class SelfProbeTest {
  private static final String NODE = "deaf";
  private static final String ADDRESS = Contract.PUSH_WAKE.addressAt(NODE);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path data;

  private final Listener listener = new Listener();
  private final HttpClient client = HttpClient.newHttpClient();
  private MultiMap<String, Object> registrations;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    String port = freePort();
    node =
        Node.start(
            Settings.load(
                Map.of(
                    "carillon.node.name",
                    NODE,
                    "carillon.data",
                    data.toString(),
                    "carillon.admin-port",
                    "0",
                    "carillon.cluster.host",
                    "127.0.0.1",
                    "carillon.cluster.port",
                    port,
                    "carillon.cluster.members",
                    "127.0.0.1:" + port),
                Map.of(),
                null),
            List.of(listener));
    registrations = listener.context.hazelcast().getMultiMap("__vertx.subs");
    await().atMost(PATIENCE).until(() -> readiness() == 200);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void aNodeThatWasForgottenIsUnreadyAndRegistersAnew() throws Exception {
    registrations.clear();

    await().atMost(PATIENCE).until(() -> readiness() == 503);
    await().atMost(PATIENCE).until(() -> readiness() == 200);
    assertThat(registrations.get(ADDRESS)).hasSize(1);
    assertThat(metrics())
        .containsPattern("\ncarillon_cluster_registered_anew_total [1-9]")
        .contains("\ncarillon_cluster_quorum 1.0\n")
        .contains("\ncarillon_cluster_quorum_lost_total 0.0\n")
        .contains("\ncarillon_cluster_standstills_total 0.0\n");
  }

  @Test
  void oneAddressThatWasForgottenIsEnough() {
    registrations.remove(ADDRESS);

    await().atMost(PATIENCE).until(() -> readiness() == 503);
    await().atMost(PATIENCE).until(() -> readiness() == 200);
    assertThat(registrations.get(ADDRESS)).hasSize(1);
  }

  private int readiness() throws IOException, InterruptedException {
    URI readyz = URI.create("http://localhost:" + node.adminPort() + "/readyz");
    return client
        .send(HttpRequest.newBuilder(readyz).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private String metrics() throws IOException, InterruptedException {
    URI metrics = URI.create("http://localhost:" + node.adminPort() + "/metrics");
    return client
        .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return String.valueOf(socket.getLocalPort());
    }
  }

  /** Answers at one address. */
  private static final class Listener implements CarillonService {
    private ServiceContext context;

    @Override
    public String name() {
      return "call";
    }

    @Override
    public Future<?> start(ServiceContext lent) {
      context = lent;
      return lent.bus()
          .serve(Contract.PUSH_WAKE, ADDRESS, wake -> Future.succeededFuture(new Wake.Outcome(0)));
    }
  }
}
