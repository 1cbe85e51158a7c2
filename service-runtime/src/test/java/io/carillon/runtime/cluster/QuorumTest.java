package io.carillon.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Member;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class QuorumTest {
  @Test
  void aNodeThatJoinsNobodyIsEnough() {
    assertThat(Quorum.ofOne().isMet()).isTrue();
  }

  @Test
  void withoutANumberMoreThanHalfOfTheMostThatWereSeenAreNeeded() {
    Quorum quorum = Quorum.of(0, () -> false);

    assertThat(quorum.isMet()).isFalse();
    assertThat(quorum.apply(members(1, 0))).isTrue();
    assertThat(quorum.apply(members(5, 0))).isTrue();
    assertThat(quorum.apply(members(3, 0))).isTrue();
    assertThat(quorum.apply(members(2, 0))).isFalse();
    assertThat(quorum.apply(members(3, 0))).isTrue();
  }

  @Test
  void halfIsNotEnough() {
    Quorum quorum = Quorum.of(0, () -> false);
    quorum.apply(members(2, 0));

    assertThat(quorum.apply(members(1, 0))).isFalse();
  }

  @Test
  void aNumberThatIsSetHoldsFromTheStart() {
    Quorum quorum = Quorum.of(2, () -> false);

    assertThat(quorum.apply(members(1, 0))).isFalse();
    assertThat(quorum.apply(members(2, 0))).isTrue();
    assertThat(quorum.apply(members(9, 0))).isTrue();
    assertThat(quorum.apply(members(2, 0))).isTrue();
  }

  @Test
  void membersThatHoldNoDataDoNotCount() {
    Quorum quorum = Quorum.of(0, () -> false);

    assertThat(quorum.apply(members(0, 4))).isFalse();
    assertThat(quorum.apply(members(1, 4))).isTrue();
  }

  @Test
  void aNodeThatCannotTrustWhatItSeesMayNotWrite() {
    AtomicBoolean doubted = new AtomicBoolean();
    Quorum quorum = Quorum.of(2, doubted::get);
    quorum.apply(members(3, 0));
    assertThat(quorum.isMet()).isTrue();

    doubted.set(true);

    assertThat(quorum.isMet()).isFalse();
  }

  @Test
  void listenersHearOfEachChangeOnce() {
    Quorum quorum = Quorum.of(2, () -> false);
    List<Boolean> heard = new ArrayList<>();
    quorum.onChange(heard::add);

    quorum.apply(members(1, 0));
    quorum.apply(members(2, 0));
    quorum.apply(members(3, 0));
    quorum.apply(members(1, 0));

    assertThat(heard).containsExactly(true, false);
  }

  @Test
  void eachLossCountsOnceAndWhatComesBeforeTheFirstQuorumIsNone() {
    Quorum quorum = Quorum.of(2, () -> false);
    quorum.apply(members(1, 0));
    assertThat(quorum.timesLost()).isZero();

    quorum.apply(members(2, 0));
    quorum.apply(members(1, 0));
    quorum.apply(members(0, 0));
    quorum.apply(members(2, 0));
    quorum.apply(members(1, 0));

    assertThat(quorum.timesLost()).isEqualTo(2);
  }

  private static Collection<Member> members(int data, int lite) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < data + lite; i++) {
      members.add(member(i >= data));
    }
    return members;
  }

  private static Member member(boolean lite) {
    return (Member)
        Proxy.newProxyInstance(
            Member.class.getClassLoader(),
            new Class<?>[] {Member.class},
            (proxy, method, arguments) ->
                method.getName().equals("isLiteMember") ? lite : method.getDefaultValue());
  }
}
