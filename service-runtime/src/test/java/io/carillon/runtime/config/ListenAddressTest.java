package io.carillon.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBusyPortIsNamedWithItsOption(boolean nativeTransport) throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(listen(nativeTransport, at("127.0.0.1", busy.getLocalPort())))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "port %d is in use: stop what listens there or choose another with --port",
              busy.getLocalPort());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAddressOfAnotherMachineIsNamedWithItsOption(boolean nativeTransport) throws Exception {
    // TEST-NET-1 of RFC 5737, which no machine has.
    assertThat(listen(nativeTransport, at("192.0.2.1", 0)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("192.0.2.1 is no address of this machine: choose one that is with --host");
  }

  @Test
  void anUnknownHostIsNamedWithItsOption() {
    assertThat(at("nowhere", 0).explain(new UnknownHostException("nowhere")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("there is no host \"nowhere\": name an address of this machine with --host");
  }

  @Test
  void whatIsNoHostAtAllIsNamedWithItsOption() throws Exception {
    assertThat(listen(true, at("127..0.1", 0)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("there is no host \"127..0.1\": name an address of this machine with --host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Permission denied", "bind(..) failed with error(-13): Permission denied"})
  void aPortThatTheUserMayNotHaveIsNamedWithItsOption(String message) {
    assertThat(at("127.0.0.1", 80).explain(new BindException(message)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("this user may not listen on port 80: choose one from 1024 on with --port");
  }

  @Test
  void whatElseTheSystemSaysIsPassedOn() {
    assertThat(at("::1", 80).explain(new IOException("Address family not supported")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "can't listen on port 80 of ::1 (Address family not supported):"
                + " choose others with --host and --port");
  }

  @Test
  void whatHasNothingToDoWithTheAddressStaysAsItIs() {
    IllegalStateException problem = new IllegalStateException("a fault");

    assertThat(at("127.0.0.1", 0).explain(problem)).isSameAs(problem);
  }

  private static ListenAddress at(String host, int port) {
    return new ListenAddress(host, "--host", port, "--port");
  }

  /** The explanation of why it is impossible to listen there. */
  private static Throwable listen(boolean nativeTransport, ListenAddress address) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
    try {
      return vertx
          .createHttpServer()
          .requestHandler(request -> {})
          .listen(address.port(), address.host())
          .<Throwable>transform(done -> Future.succeededFuture(address.explain(done.cause())))
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }
}
