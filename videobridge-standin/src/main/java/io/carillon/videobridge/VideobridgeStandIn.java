package io.carillon.videobridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Jitsi Videobridge for tests. It reads colibri2 with Jitsi's own classes, refuses what version
 * 2.3 refuses in the same words, answers in the same form, takes part in ICE, holds the channels of
 * endpoints, and can be told to go wrong. All its ports are free ones of loopback. Safe for use by
 * several threads; its methods may block for a moment.
 *
 * <p>It carries no media: there is no DTLS behind its fingerprint. So nobody is heard unless a test
 * says so, and nobody's bandwidth is estimated.
 */
public final class VideobridgeStandIn implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration READY_WITHIN = Duration.ofSeconds(30);

  /** The real one waits for 15 s. */
  private static final long SILENT_AFTER_MS = 500;

  private final Vertx vertx = Vertx.vertx();
  private final IceSocket socket = new IceSocket();
  private final Load load = new Load();
  private final Conferences conferences =
      new Conferences(
          socket, this::channel, silent -> vertx.setTimer(SILENT_AFTER_MS, now -> silent.run()));
  private final HttpServer privateServer;
  private final HttpServer publicServer;

  private VideobridgeStandIn() {
    PrivateInterface behind = new PrivateInterface(vertx, conferences, load);
    PublicInterface front = new PublicInterface(conferences);
    privateServer =
        ready(vertx.createHttpServer().requestHandler(behind::handle).listen(0, LOOPBACK));
    publicServer =
        ready(
            vertx
                .createHttpServer()
                .requestHandler(request -> ErrorPage.send(request, 404))
                .webSocketHandshakeHandler(front::shake)
                .webSocketHandler(socket -> {})
                .listen(0, LOOPBACK));
  }

  /** Starts one; it is ready. */
  public static VideobridgeStandIn start() {
    return new VideobridgeStandIn();
  }

  /** Its private HTTP interface. */
  public URI address() {
    return URI.create("http://" + LOOPBACK + ':' + privateServer.actualPort());
  }

  /** Has it answer in that way from now on. */
  public void behave(Behaviour behaviour) {
    load.behave(behaviour);
  }

  /** Has it say that it is so far under stress: 1 is as much as it is meant to carry. */
  public void stress(double level) {
    load.stress(level);
  }

  /** Has it say that it is in that region; null for in none, as at first. */
  public void region(String name) {
    load.region(name);
  }

  /** Has it forget all conferences, as if it had been started anew. */
  public void forget() {
    conferences.forget();
  }

  /** Has it give an endpoint up, as it does when ICE fails or nothing comes for a minute. */
  public void giveUp(String meetingId, String endpointId) {
    conferences.find(meetingId).ifPresent(conference -> conference.remove(endpointId));
  }

  /** Has an endpoint be the one who speaks. */
  public void speaks(String meetingId, String endpointId) {
    conferences.find(meetingId).ifPresent(conference -> conference.speaks(endpointId));
  }

  /** Cuts all channels; they may be opened again. */
  public void cutChannels() {
    conferences.cutChannels();
  }

  /** The endpoints of a conference, in the order in which they came; empty if it is not there. */
  public Optional<List<EndpointView>> endpoints(String meetingId) {
    return conferences.find(meetingId).map(Conference::view);
  }

  /** Ends it, as if it had been killed. */
  @Override
  public void close() {
    conferences.forget();
    ready(vertx.close());
    socket.close();
  }

  private String channel(Conference conference, Endpoint endpoint) {
    return "ws://%s:%d/colibri-ws/%s/%s/%s?pwd=%s"
        .formatted(
            LOOPBACK,
            publicServer.actualPort(),
            PublicInterface.SERVER_ID,
            conference.id,
            endpoint.id,
            endpoint.password);
  }

  private static <T> T ready(Future<T> soon) {
    return soon.timeout(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }
}
