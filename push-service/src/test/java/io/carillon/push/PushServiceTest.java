package io.carillon.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.contract.Wake;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushServiceTest {
  private static Asker asker;
  private static Node node;

  @BeforeAll
  static void start(@TempDir Path data) {
    asker = new Asker();
    node =
        Node.start(
            Settings.load(
                Map.of("carillon.data", data.toString(), "carillon.admin-port", "0"),
                Map.of(),
                null),
            List.of(new PushService(), asker));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void withoutAProviderThereIsNoDeviceToWake() {
    Wake wake =
        new Wake(
            new UserRef("default", "bob"),
            "0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
            MediaKind.AUDIO,
            1);
    assertThat(asker.ask(Contract.PUSH_WAKE, wake)).isEqualTo(new Wake.Outcome(0));
  }

  @Test
  void withoutAProviderARegistrationIsOfAnUnknownType() {
    ClientRequest request =
        new ClientRequest(
            new SessionRef("default", "bob", "mac", "s1", "presence.deliver.n1"),
            false,
            "push.register",
            new RawJson("{\"provider\":\"fcm\",\"token\":\"t\"}"));
    assertThat(asker.ask(Contract.PUSH_COMMAND, request))
        .isInstanceOfSatisfying(
            ServiceReply.Refused.class,
            refused -> assertThat(refused.error().code()).isEqualTo(ErrorCode.UNKNOWN_TYPE));
  }

  /** Another service of the same node, which asks. */
  private static final class Asker implements CarillonService {
    private ServiceContext context;

    @Override
    public String name() {
      return "call";
    }

    @Override
    public Future<?> start(ServiceContext node) {
      context = node;
      return Future.succeededFuture();
    }

    <Q, R> R ask(Contract<Q, R> contract, Q question) {
      return context
          .bus()
          .ask(contract, context.placement().addressOf(contract, "default/bob"), question)
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(20, TimeUnit.SECONDS)
          .join();
    }
  }
}
