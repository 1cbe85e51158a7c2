package io.carillon.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The HTTP server of an app's backend, which Carillon asks and tells. It keeps what it receives,
 * and may go down and come back at the same address.
 */
final class AppBackend implements AfterAllCallback {
  /** A secret of Standard Webhooks: the prefix, and a key in base64. */
  static final String SECRET = "whsec_Y29uZm9ybWFuY2Uga2V5IG9mIHRoZSBhcHAncyBiYWNrZW5k";

  /** What was posted. */
  record Received(String id, String timestamp, String signatures, String text) {

    JsonNode body() {
      return Json.parse(text);
    }

    /** The type of a webhook. */
    String type() {
      return body().path("type").asText();
    }

    JsonNode data() {
      return body().path("data");
    }

    /** Whether one of the signatures is by that secret, as Standard Webhooks 1.0 has it. */
    boolean isSignedWith(String secret) {
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] digest = mac.doFinal((id + "." + timestamp + "." + text).getBytes(UTF_8));
        return Arrays.asList(signatures.split(" ", -1))
            .contains("v1," + Base64.getEncoder().encodeToString(digest));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What is answered. */
  record Answer(int status, String body) {
    static final Answer OK = new Answer(200, "{}");
    static final Answer FAULT = new Answer(500, "out of order");
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Received> received = new ArrayList<>();
  private final int port;
  private volatile Function<Received, Answer> answering = request -> Answer.OK;
  private HttpServer server;

  AppBackend() {
    server = listen(0);
    port = server.getAddress().getPort();
  }

  String url() {
    return "http://localhost:" + port + "/carillon";
  }

  /** From now on answers in that way, on a thread that may block. */
  void answer(Function<Received, Answer> how) {
    answering = how;
  }

  /** Closes the port. */
  void goDown() {
    server.stop(0);
  }

  /** Listens again where it did before. */
  void comeBack() {
    server = listen(port);
  }

  /** What has come and matches, the oldest first. */
  List<Received> received(Predicate<Received> wanted) {
    synchronized (received) {
      return received.stream().filter(wanted).toList();
    }
  }

  /** Waits until so many have come that match, and gives all that have. */
  List<Received> await(int count, Predicate<Received> wanted) {
    return await(count, wanted, Inbox.PATIENCE);
  }

  List<Received> await(int count, Predicate<Received> wanted, Duration patience) {
    return Awaitility.await()
        .atMost(patience)
        .until(() -> received(wanted), matching -> matching.size() >= count);
  }

  private HttpServer listen(int onPort) {
    try {
      HttpServer listening =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), onPort), 0);
      listening.setExecutor(threads);
      listening.createContext("/carillon", this::handle);
      listening.start();
      return listening;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    Received request =
        new Received(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    synchronized (received) {
      received.add(request);
    }
    Answer answer = answering.apply(request);
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    goDown();
    threads.shutdownNow();
  }
}
