package io.carillon.standalone.cluster;

import io.carillon.runtime.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Asks processes of this machine whether they are there. Blocks. */
final class Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final int OK = 200;
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private Probe() {}

  /** Whether somebody listens at that port of the loopback address. */
  static boolean connects(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  /** Whether a request there is answered with status 200. */
  static boolean isOk(int port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException noAnswer) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Waits for something to become so.
   *
   * @param check runs in between, and may throw
   * @throws ConfigurationException if it does not
   */
  static void await(BooleanSupplier condition, Duration patience, Runnable check) {
    Instant end = Instant.now().plus(patience);
    while (!condition.getAsBoolean()) {
      check.run();
      if (Instant.now().isAfter(end)) {
        throw new ConfigurationException(
            "the cluster was not ready within " + patience.toSeconds() + " s");
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }
}
