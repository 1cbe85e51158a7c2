package io.carillon.presence.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.Json;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.authorization.AuthorizationHook;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.presence.PresenceRecord;
import io.carillon.runtime.presence.PresenceUpdate;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One event loop's roster over a real store, with sessions that only remember what they hear. */
class RosterTest {
  private static final int MANY = 10_000;

  private static ServiceContext node;
  private static Node running;

  private final UserRef bob = newUser("bob");
  private final UserRef carol = newUser("carol");
  private final Context loop = node.vertx().getOrCreateContext();
  private final AtomicInteger reads = new AtomicInteger();
  private final FakeHook hook = new FakeHook();
  private final Attendance attendance = new Attendance(node, id -> Optional.empty());
  private volatile Future<Void> gate = Future.succeededFuture();
  private final Roster roster =
      onLoop(
          () -> {
            Roster made = new Roster(node.vertx(), this::read, attendance, hook, node.clock());
            return made.listen().completion().map(made);
          });

  private Future<PresenceRecord> read(UserRef user) {
    reads.incrementAndGet();
    return gate.compose(open -> node.presence().of(user));
  }

  /** Remembers what it is told. */
  private static final class FakeWatcher implements Watcher {
    private final UserRef user;
    private final List<Notice> told = new CopyOnWriteArrayList<>();
    private volatile Runnable whenTold = () -> {};

    FakeWatcher(UserRef user) {
      this.user = user;
    }

    @Override
    public UserRef user() {
      return user;
    }

    @Override
    public boolean isGone() {
      return false;
    }

    @Override
    public void tell(Notice notice) {
      told.add(notice);
      whenTold.run();
    }

    @Override
    public void setIdle(boolean idle) {
      throw new IllegalStateException("nobody asked for it");
    }
  }

  /** Lets everybody see everybody but those whom the test blinds; may be held up. */
  private static final class FakeHook implements AuthorizationHook {
    private final Set<UserRef> blind = ConcurrentHashMap.newKeySet();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean asks;
    private volatile Future<Void> gate = Future.succeededFuture();

    @Override
    public boolean asks() {
      return asks;
    }

    @Override
    public Future<Set<String>> mayCall(UserRef from, Collection<String> to) {
      throw new IllegalStateException("nobody calls");
    }

    @Override
    public Future<Set<String>> maySee(UserRef from, Collection<String> to) {
      questions.incrementAndGet();
      return gate.map(open -> blind.contains(from) ? Set.of() : Set.copyOf(to));
    }
  }

  /** Shows what a node lends to its services. */
  private record Borrower(List<ServiceContext> lent) implements CarillonService {
    @Override
    public String name() {
      return "presence";
    }

    @Override
    public Future<?> start(ServiceContext context) {
      lent.add(context);
      return Future.succeededFuture();
    }
  }

  @BeforeAll
  static void start(@TempDir Path data) {
    Borrower borrower = new Borrower(new ArrayList<>());
    running =
        Node.start(
            Settings.load(
                Map.of(
                    "carillon.data",
                    data.toString(),
                    "carillon.database.url",
                    "jdbc:h2:mem:" + UUID.randomUUID(),
                    "carillon.admin-port",
                    "0"),
                Map.of(),
                null),
            List.of(borrower));
    node = borrower.lent().getFirst();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void tenThousandWatchersOfOneUserCostOneReadAndOneEncoding() {
    List<FakeWatcher> watchers = watchers(MANY);
    watchers.forEach(watcher -> subscribe(watcher, bob));
    change(bob, PresenceUpdate.arrived(1));
    awaitStatus(watchers, bob, "online");
    forget(watchers);

    change(bob, PresenceUpdate.chosen(PresenceStatus.DND, "asleep", null));
    awaitStatus(watchers, bob, "dnd");

    // Two if the record was read before the message about the change before came.
    assertThat(reads.get()).isBetween(1, 2);
    assertThat(encodings(watchers)).isEqualTo(1);
    assertThat(watchers).allMatch(watcher -> watcher.told.size() == 1);
  }

  @Test
  void whatNobodyCanSeeIsToldToNobody() {
    List<FakeWatcher> watchers = watchers(MANY);
    watchers.forEach(watcher -> subscribe(watcher, bob));
    FakeWatcher witness = watchers(1).getFirst();
    subscribe(witness, carol);
    change(bob, PresenceUpdate.arrived(1));
    awaitStatus(watchers, bob, "online");
    forget(watchers);

    change(bob, PresenceUpdate.chosen(null, null, true));
    change(bob, PresenceUpdate.arrived(2));
    change(carol, PresenceUpdate.arrived(1));
    awaitStatus(List.of(witness), carol, "online");

    assertThat(reads.get()).isLessThanOrEqualTo(4);
    assertThat(watchers).allMatch(watcher -> watcher.told.isEmpty());
  }

  @Test
  void aUserWhoChangesAgainAndAgainIsReadOnceABatch() {
    List<FakeWatcher> watchers = watchers(100);
    watchers.forEach(watcher -> subscribe(watcher, bob));
    change(bob, PresenceUpdate.arrived(1));
    awaitStatus(watchers, bob, "online");
    forget(watchers);
    Promise<Void> hold = Promise.promise();
    gate = hold.future();

    for (int i = 0; i < 100; i++) {
      change(bob, PresenceUpdate.chosen(PresenceStatus.AWAY, "round " + i, null));
      change(bob, PresenceUpdate.chosen(PresenceStatus.ONLINE, null, null));
    }
    change(bob, PresenceUpdate.chosen(PresenceStatus.DND, null, null));
    hold.complete();
    awaitStatus(watchers, bob, "dnd");

    // One that was held, one after it, and one more if the last change came late.
    assertThat(reads.get()).isBetween(1, 3);
    assertThat(encodings(watchers)).isLessThanOrEqualTo(reads.get());
  }

  @Test
  void whoIsToldAlikeSharesAnEncoding() {
    List<FakeWatcher> ofBob = watchers(500);
    List<FakeWatcher> ofCarol = watchers(500);
    List<FakeWatcher> ofBoth = watchers(500);
    ofBob.forEach(watcher -> subscribe(watcher, bob));
    ofCarol.forEach(watcher -> subscribe(watcher, carol));
    ofBoth.forEach(watcher -> subscribe(watcher, bob, carol));
    change(bob, PresenceUpdate.arrived(1));
    change(carol, PresenceUpdate.arrived(1));
    List<FakeWatcher> all = new ArrayList<>(ofBob);
    all.addAll(ofCarol);
    all.addAll(ofBoth);
    awaitStatus(ofBob, bob, "online");
    awaitStatus(ofCarol, carol, "online");
    awaitStatus(ofBoth, bob, "online");
    awaitStatus(ofBoth, carol, "online");
    Promise<Void> hold = Promise.promise();
    gate = hold.future();
    change(bob, PresenceUpdate.chosen(PresenceStatus.AWAY, null, null));
    await().until(() -> reads.get() > 2);
    forget(all);

    // Both wait for the batch that is held up.
    change(bob, PresenceUpdate.chosen(PresenceStatus.DND, null, null));
    change(carol, PresenceUpdate.chosen(PresenceStatus.DND, null, null));
    onLoop(() -> node.vertx().timer(1));
    hold.complete();
    awaitStatus(ofBob, bob, "dnd");
    awaitStatus(ofCarol, carol, "dnd");
    awaitStatus(ofBoth, bob, "dnd");
    awaitStatus(ofBoth, carol, "dnd");

    assertThat(encodings(all)).isLessThanOrEqualTo(5);
  }

  @Test
  void theLoopDoesOtherThingsWhileManyAreTold() {
    List<FakeWatcher> watchers = watchers(MANY);
    watchers.forEach(watcher -> subscribe(watcher, bob));
    AtomicInteger told = new AtomicInteger();
    AtomicInteger toldInBetween = new AtomicInteger();
    for (FakeWatcher watcher : watchers) {
      watcher.whenTold =
          () -> {
            if (told.incrementAndGet() == 1) {
              loop.runOnContext(turn -> toldInBetween.set(told.get()));
            }
          };
    }

    change(bob, PresenceUpdate.arrived(1));
    await().until(() -> told.get() == MANY);

    assertThat(toldInBetween.get()).isBetween(1, Bulletin.WATCHERS_A_TURN);
  }

  @Test
  void whomOneMayNotSeeWasNeverThere() {
    hook.asks = true;
    List<FakeWatcher> watchers = watchers(2);
    FakeWatcher blind = watchers.getFirst();
    FakeWatcher witness = watchers.getLast();
    hook.blind.add(blind.user());
    change(bob, PresenceUpdate.arrived(1));
    change(bob, PresenceUpdate.chosen(PresenceStatus.AWAY, "lunch", null));

    JsonNode seen = subscribe(blind, bob).path("users").path(0);
    assertThat(seen)
        .isEqualTo(
            Json.mapper().createObjectNode().put("userId", bob.userId()).put("status", "offline"));
    assertThat(handle(blind, "presence.get", bob).path("users").path(0)).isEqualTo(seen);
    assertThat(subscribe(witness, bob).path("users").path(0).path("status").asText())
        .isEqualTo("away");

    change(bob, PresenceUpdate.chosen(PresenceStatus.DND, null, null));
    awaitStatus(List.of(witness), bob, "dnd");
    change(bob, PresenceUpdate.devices(false, false, 5L));
    awaitStatus(List.of(witness), bob, "offline");
    assertThat(blind.told).isEmpty();
  }

  @Test
  void whatTheAppSaysIsAskedAnewWhenTheUserChanges() {
    hook.asks = true;
    FakeWatcher watcher = watchers(1).getFirst();
    change(bob, PresenceUpdate.arrived(1));
    assertThat(subscribe(watcher, bob).path("users").path(0).path("status").asText())
        .isEqualTo("online");

    hook.blind.add(watcher.user());
    change(bob, PresenceUpdate.chosen(PresenceStatus.AWAY, "lunch", null));
    awaitStatus(List.of(watcher), bob, "offline");
    assertThat(last(watcher, bob).has("lastActiveAt")).isFalse();
    hook.blind.clear();
    change(bob, PresenceUpdate.chosen(PresenceStatus.DND, null, null));

    awaitStatus(List.of(watcher), bob, "dnd");
    assertThat(watcher.told).hasSize(2);
  }

  @Test
  void anAnswerOfTheAppThatComesLateFindsWhatIsTrueByThen() {
    hook.asks = true;
    List<FakeWatcher> watchers = watchers(100);
    watchers.forEach(watcher -> subscribe(watcher, bob));
    // Once for the reply, and once since they are new.
    await().until(() -> hook.questions.get() == 200);
    Promise<Void> hold = Promise.promise();
    hook.gate = hold.future();
    change(bob, PresenceUpdate.arrived(1));
    await().until(() -> hook.questions.get() == 300);

    change(bob, PresenceUpdate.chosen(PresenceStatus.DND, null, null));
    await().until(() -> hook.questions.get() == 400);
    onLoop(
        () -> {
          hold.complete();
          return Future.succeededFuture();
        });

    assertThat(watchers).allMatch(watcher -> watcher.told.size() == 1);
    awaitStatus(watchers, bob, "dnd");
    assertThat(encodings(watchers)).isEqualTo(1);
  }

  private static UserRef newUser(String name) {
    return new UserRef("default", name + "-" + UUID.randomUUID());
  }

  private static List<FakeWatcher> watchers(int count) {
    return IntStream.range(0, count).mapToObj(i -> new FakeWatcher(newUser("watcher"))).toList();
  }

  private <T> T onLoop(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(turn -> action.get().onComplete(done));
    try {
      return done.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode subscribe(FakeWatcher watcher, UserRef... users) {
    return handle(watcher, "presence.subscribe", users);
  }

  private JsonNode handle(FakeWatcher watcher, String type, UserRef... users) {
    List<String> ids = List.of(users).stream().map(UserRef::userId).toList();
    ServiceReply reply = onLoop(() -> roster.handle(watcher, type, Json.raw(Map.of("users", ids))));
    return Json.decode(((ServiceReply.Done) reply).data(), JsonNode.class);
  }

  private void change(UserRef user, PresenceUpdate update) {
    onLoop(() -> attendance.update(user, update));
  }

  private static void awaitStatus(List<FakeWatcher> watchers, UserRef user, String status) {
    await()
        .until(
            () ->
                watchers.stream()
                    .allMatch(
                        watcher -> last(watcher, user).path("status").asText().equals(status)));
  }

  /** What a watcher was told of a user last. */
  private static JsonNode last(FakeWatcher watcher, UserRef user) {
    for (Notice notice : watcher.told.reversed()) {
      for (JsonNode entry : Json.decode(notice.data(), JsonNode.class).path("users")) {
        if (entry.path("userId").asText().equals(user.userId())) {
          return entry;
        }
      }
    }
    return Json.mapper().nullNode();
  }

  private void forget(List<FakeWatcher> watchers) {
    watchers.forEach(watcher -> watcher.told.clear());
    reads.set(0);
  }

  /** How many different objects were told, whatever they say. */
  private static int encodings(List<FakeWatcher> watchers) {
    Set<Notice> notices = Collections.newSetFromMap(new IdentityHashMap<>());
    watchers.forEach(watcher -> notices.addAll(watcher.told));
    return notices.size();
  }
}
