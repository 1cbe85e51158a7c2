package io.carillon.presence.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.view.UserPresence;
import org.junit.jupiter.api.Test;

class NewsTest {
  private final UserPresence bob = new UserPresence("bob", PresenceStatus.AWAY, "lunch", null);
  private final UserPresence carol = new UserPresence("carol", PresenceStatus.ONLINE, null, null);
  private final News nothing = News.none();

  @Test
  void whatGrowsAlikeIsEncodedOnce() {
    UserPresence sameAsBob = new UserPresence("bob", PresenceStatus.AWAY, "lunch", null);

    assertThat(nothing.and(bob).and(carol).notice())
        .isSameAs(nothing.and(sameAsBob).and(carol).notice());
  }

  @Test
  void whatIsDifferentHasAnEventOfItsOwn() {
    assertThat(nothing.isEmpty()).isTrue();
    assertThat(nothing.and(bob).isEmpty()).isFalse();
    assertThat(nothing.and(bob).notice().data().text())
        .isEqualTo("{\"users\":[{\"userId\":\"bob\",\"status\":\"away\",\"text\":\"lunch\"}]}");
    assertThat(nothing.and(carol).notice()).isNotEqualTo(nothing.and(bob).notice());
    assertThat(nothing.and(bob).and(carol).notice().data().text())
        .contains("bob")
        .contains("carol");
  }
}
