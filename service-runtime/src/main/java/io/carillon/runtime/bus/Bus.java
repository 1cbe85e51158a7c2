package io.carillon.runtime.bus;

import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus in terms of {@link Contract}s. At most once: a question that is not answered in
 * time may have been carried out all the same, so what is asked must be repeatable.
 *
 * <p>Safe for use by several threads; a future completes on the context of the asker.
 */
public final class Bus {
  private static final Logger log = LoggerFactory.getLogger(Bus.class);

  private static final int ANSWERED_WITH_ERROR = 1;

  private final Vertx vertx;
  private final long timeoutMs;
  private final Neighbours neighbours;
  private final Outstanding outstanding;
  private final Set<Class<?>> known = ConcurrentHashMap.newKeySet();
  private final List<Served<?>> served = new CopyOnWriteArrayList<>();

  /** A bus whose questions fail after that time. */
  public Bus(Vertx vertx, Duration timeout) {
    this.vertx = vertx;
    this.timeoutMs = timeout.toMillis();
    this.neighbours = new Neighbours(vertx, timeoutMs);
    this.outstanding = new Outstanding(vertx);
  }

  /**
   * Asks whoever listens at an address: somebody in this process if there is one, else over the
   * event bus.
   *
   * @return the answer; fails with {@link ProtocolException} {@code unavailable} if nobody listens
   *     or answers in time, {@code internal} if the answer failed
   */
  public <Q, R> Future<R> ask(Contract<Q, R> contract, String address, Q question) {
    if (neighbours.answer(address)) {
      Future<R> answer = neighbours.ask(address, question, contract.patience());
      return answer.succeeded()
          ? answer
          : answer.recover(problem -> Future.failedFuture(typed(contract, problem)));
    }
    know(contract.reply());
    Future<R> answer =
        vertx
            .eventBus()
            .<R>request(address, question, options(question.getClass(), contract))
            .map(Message::body);
    return outstanding
        .follow(contract.placeOf(address), answer)
        .recover(problem -> Future.failedFuture(refusal(contract, problem)));
  }

  /**
   * A node is gone: what it was asked and has not answered fails with {@code unavailable} now.
   *
   * @param node its name
   */
  public void abandon(String node) {
    outstanding.abandon(node);
  }

  /** A node of that name is there, perhaps once more: it can be asked. */
  public void expect(String node) {
    outstanding.expect(node);
  }

  /**
   * Answers a contract's questions at an address, on the context of the caller, for as long as the
   * node lives.
   *
   * @return completes when the whole cluster knows
   */
  public <Q, R> Future<Void> serve(
      Contract<Q, R> contract, String address, Function<Q, Future<? extends R>> handler) {
    know(contract.question());
    know(contract.reply());
    Function<Q, Future<? extends R>> answering = question -> call(handler, question);
    neighbours.add(address, answering);
    return this.<Q>serve(address, message -> answer(contract, message, answering));
  }

  private <Q> Future<Void> serve(String address, Handler<Message<Q>> handler) {
    Served<Q> added = new Served<>(vertx, address, handler);
    served.add(added);
    return added.known();
  }

  /** Answers bare questions, which only come over the event bus, never from a neighbour. */
  Future<Void> listen(String address, Handler<Message<Boolean>> handler) {
    return serve(address, handler);
  }

  /** The addresses that are answered here without the cluster's knowledge. */
  Future<List<String>> unknownAddresses() {
    Registrations registrations = new Registrations((VertxInternal) vertx);
    List<String> addresses = served.stream().map(Served::address).distinct().toList();
    List<Future<Boolean>> answers = addresses.stream().map(registrations::has).toList();
    return Future.all(answers)
        .map(
            all ->
                IntStream.range(0, addresses.size())
                    .filter(i -> !all.<Boolean>resultAt(i))
                    .mapToObj(addresses::get)
                    .toList());
  }

  /** Has the cluster know every address anew; fails if it did not take one of them. */
  Future<?> registerAnew() {
    return Future.join(served.stream().map(Served::registerAnew).toList());
  }

  private <Q, R> void answer(
      Contract<Q, R> contract, Message<Q> message, Function<Q, Future<? extends R>> handler) {
    handler
        .apply(message.body())
        .onComplete(
            done -> {
              if (done.succeeded()) {
                message.reply(done.result(), options(done.result().getClass(), contract));
              } else {
                message.fail(
                    ANSWERED_WITH_ERROR, Json.encode(typed(contract, done.cause()).body()));
              }
            });
  }

  /** A handler that throws has failed to answer, however it was asked. */
  private static <Q, R> Future<? extends R> call(
      Function<Q, Future<? extends R>> handler, Q question) {
    try {
      return handler.apply(question);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Typed errors as they are; anything else is logged here, where it happened, and hidden. */
  private static ProtocolException typed(Contract<?, ?> contract, Throwable problem) {
    if (problem instanceof ProtocolException refusal) {
      return refusal;
    }
    log.error("{} failed", contract.name(), problem);
    return new ProtocolException(ErrorCode.INTERNAL, "the server failed to carry this out");
  }

  /** A failure travels as the JSON of its {@link ErrorBody}: that is all a reply has room for. */
  private static ProtocolException refusal(Contract<?, ?> contract, Throwable problem) {
    if (problem instanceof ReplyException reply && reply.failureCode() == ANSWERED_WITH_ERROR) {
      ErrorBody error = Json.decode(reply.getMessage(), ErrorBody.class);
      return new ProtocolException(
          error.code(),
          error.message(),
          error.retryAfterMs() == null ? 0 : error.retryAfterMs(),
          error.details());
    }
    if (problem instanceof ProtocolException gone) {
      return gone;
    }
    return new ProtocolException(
        ErrorCode.UNAVAILABLE, contract.service() + "-service did not answer");
  }

  private DeliveryOptions options(Class<?> type, Contract<?, ?> contract) {
    know(type);
    return new DeliveryOptions()
        .setSendTimeout(timeoutMs * contract.patience())
        .setCodecName(type.getName());
  }

  /**
   * Whoever asks or answers needs the codecs, the one who receives as much as the one who sends.
   */
  private void know(Class<?> type) {
    if (type.isSealed()) {
      for (Class<?> kind : type.getPermittedSubclasses()) {
        know(kind);
      }
    } else if (known.add(type)) {
      register(type);
    }
  }

  private <T> void register(Class<T> type) {
    try {
      vertx.eventBus().registerCodec(new RecordCodec<>(type));
    } catch (IllegalStateException alreadyThere) {
      log.debug("{} has a codec already", type.getName());
    }
  }
}
