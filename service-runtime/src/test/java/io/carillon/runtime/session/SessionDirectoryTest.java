package io.carillon.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.presence.PresenceChange;
import io.carillon.runtime.presence.PresenceChoice;
import io.carillon.runtime.presence.PresenceRecord;
import io.carillon.runtime.presence.PresenceStore;
import io.carillon.runtime.presence.PresenceUpdate;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against two real members, so that every stored form is written and read. */
class SessionDirectoryTest {
  private static Vertx vertx;
  private static HazelcastInstance first;
  private static HazelcastInstance second;

  private final UserRef alice = new UserRef("default", "alice-" + UUID.randomUUID());
  private final SessionDirectory here = new SessionDirectory(vertx, first);
  private final SessionDirectory there = new SessionDirectory(vertx, second);

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    String cluster = UUID.randomUUID().toString();
    first = member(cluster, null);
    second = member(cluster, first);
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
    second.shutdown();
    first.shutdown();
  }

  @Test
  void aSessionIsSeenFromEveryNode() {
    SessionRef phone = session("phone");

    assertThat(here.register(phone).await()).isEmpty();

    assertThat(there.of(alice).await().sessions()).containsExactly(phone);
    assertThat(there.of(new UserRef("other", alice.userId())).await().sessions()).isEmpty();
  }

  @Test
  void aNewSessionOfADeviceTakesThePlaceOfTheOlderOne() {
    SessionRef older = session("phone");
    SessionRef newer = session("phone");
    here.register(older).await();

    assertThat(there.register(newer).await()).contains(older);

    assertThat(here.of(alice).await().sessions()).containsExactly(newer);
  }

  @Test
  void aSessionThatMovedToAnotherEdgeReplacesNobody() {
    SessionRef before = session("phone");
    SessionRef after =
        new SessionRef(
            before.app(), before.userId(), before.deviceId(), before.sessionId(), "elsewhere");
    here.register(before).await();

    assertThat(there.register(after).await()).isEmpty();
    assertThat(here.of(alice).await().withId(before.sessionId())).contains(after);
  }

  @Test
  void aSessionThatWasReplacedMovesNoMore() {
    SessionRef older = session("phone");
    here.register(older).await();
    assertThat(here.move(at("elsewhere", older)).await()).isTrue();
    SessionRef newer = session("phone");
    here.register(newer).await();

    assertThat(there.move(older).await()).isFalse();

    assertThat(here.of(alice).await().sessions()).containsExactly(newer);
  }

  @Test
  void theLateRemovalByTheEdgeThatASessionLeftChangesNothing() {
    SessionRef before = session("phone");
    SessionRef after = at("elsewhere", before);
    here.register(before).await();
    here.move(after).await();

    assertThat(there.remove(before).await()).isTrue();

    assertThat(here.of(alice).await().sessions()).containsExactly(after);
  }

  @Test
  void aSessionIsStatedAgainUnlessItsDeviceHasOneElsewhere() {
    SessionRef phone = session("phone");
    assertThat(here.restate(phone).await()).isTrue();
    assertThat(there.restate(phone).await()).isTrue();
    assertThat(here.of(alice).await().sessions()).containsExactly(phone);

    assertThat(here.restate(at("elsewhere", phone)).await()).isFalse();
    assertThat(here.restate(session("phone")).await()).isFalse();
    assertThat(here.of(alice).await().sessions()).containsExactly(phone);
  }

  @Test
  void eachMemberFindsTheSessionsOfDeadNodesAmongItsOwn() {
    SessionRef phone = session("phone");
    SessionRef tablet = at("presence.deliver.n2.1", session("tablet"));
    here.register(phone).await();
    here.register(tablet).await();

    List<SessionRef> found = new ArrayList<>(here.elsewhere(Set.of("n1")).await());
    found.addAll(there.elsewhere(Set.of("n1")).await());

    assertThat(found).contains(tablet).doesNotContain(phone).doesNotHaveDuplicates();
  }

  @Test
  void ofTwoHalvesOfAClusterTheLargerOneKnowsTheSessionOfADevice() {
    SessionRef phone = session("phone");
    SessionRef tablet = session("tablet");
    UserSessions larger = new UserSessions(List.of(phone));
    UserSessions smaller = new UserSessions(List.of(session("phone"), tablet));

    assertThat(larger.mergedWith(smaller).sessions()).containsExactly(phone, tablet);
  }

  @Test
  void theLateRemovalOfAReplacedSessionChangesNothing() {
    SessionRef older = session("phone");
    SessionRef newer = session("phone");
    here.register(older).await();
    here.register(newer).await();

    assertThat(here.remove(older).await()).isTrue();

    assertThat(there.of(alice).await().sessions()).containsExactly(newer);
  }

  @Test
  void aUserHasAHundredDevicesAtMost() {
    for (int i = 0; i < UserSessions.MOST; i++) {
      here.register(session("device-" + i)).await();
    }
    SessionRef oneMore = session("one-more");

    assertThatThrownBy(() -> there.register(oneMore).await())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("as many devices");

    assertThat(here.of(alice).await().withId(oneMore.sessionId())).isEmpty();
    assertThat(here.register(session("device-7")).await()).isPresent();
  }

  @Test
  void removingTheLastSessionLeavesNothing() {
    SessionRef phone = session("phone");
    SessionRef tablet = session("tablet");
    here.register(phone).await();
    here.register(tablet).await();

    assertThat(here.remove(phone).await()).isTrue();
    assertThat(here.remove(tablet).await()).isFalse();
    assertThat(there.of(alice).await()).isEqualTo(UserSessions.NONE);
  }

  @Test
  void presenceKeepsWhatAnUpdateDoesNotName() {
    PresenceStore store = new PresenceStore(vertx, first);
    PresenceStore elsewhere = new PresenceStore(vertx, second);
    assertThat(elsewhere.of(alice).await()).isEqualTo(PresenceRecord.UNKNOWN);

    store.update(alice, PresenceUpdate.arrived(5)).await();
    elsewhere
        .update(alice, PresenceUpdate.chosen(PresenceStatus.DND, "asleep", Long.MAX_VALUE, true))
        .await();
    store.update(alice, PresenceUpdate.devices(true, true, 4L)).await();
    PresenceChange last = elsewhere.update(alice, PresenceUpdate.inCall(true)).await();

    PresenceChoice choice = new PresenceChoice(PresenceStatus.DND, "asleep", Long.MAX_VALUE);
    assertThat(last)
        .isEqualTo(
            new PresenceChange(
                new PresenceRecord(choice, true, true, true, false, 5),
                new PresenceRecord(choice, true, true, true, true, 5)));
    assertThat(elsewhere.of(alice).await()).isEqualTo(last.after());
    assertThat(elsewhere.update(alice, PresenceUpdate.inCall(true)).await().isOne()).isFalse();
  }

  private static SessionRef at(String edge, SessionRef session) {
    return new SessionRef(
        session.app(), session.userId(), session.deviceId(), session.sessionId(), edge);
  }

  private SessionRef session(String device) {
    return new SessionRef(
        alice.app(), alice.userId(), device, UUID.randomUUID().toString(), "presence.deliver.n1.0");
  }

  private static HazelcastInstance member(String cluster, HazelcastInstance other) {
    Config config = new Config();
    config.setClusterName(cluster);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.getNetworkConfig().setPortCount(1000);
    config.getJetConfig().setEnabled(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    TcpIpConfig members = config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true);
    if (other != null) {
      members.addMember("127.0.0.1:" + other.getCluster().getLocalMember().getAddress().getPort());
    }
    SessionDirectory.contribute(config);
    PresenceStore.contribute(config);
    return Hazelcast.newHazelcastInstance(config);
  }
}
