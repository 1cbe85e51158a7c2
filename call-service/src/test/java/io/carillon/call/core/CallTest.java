package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallTest {
  @Test
  void theKeyKeepsAppsApart() {
    assertThat(Story.ringing().call().key()).isEqualTo("default/call");
  }

  @Test
  void theCreatorIsWhoMadeTheCallWhereverThatUserStands() {
    Story story = Story.convened();
    assertThat(story.call().creator()).contains(story.party("alice"));
    story.reach(Story.free("alice", Story.ALICE), Story.free("bob", Story.BOB));
    story.accept(Story.BOB).accept(Story.ALICE);
    assertThat(story.order()).startsWith("bob", "alice");
    assertThat(story.call().creator()).contains(story.party("alice"));
  }

  @Test
  void anOutlineShowsTheSameCallAndCarriesNoOffer() {
    Call call = Story.ringing().call();
    Call outline = call.outline();
    assertThat(outline.view()).isEqualTo(call.view());
    assertThat(outline.deadline()).isEqualTo(call.deadline());
    assertThat(outline.offer()).isNull();
    assertThat(outline.audience()).isEmpty();
    assertThat(outline.path()).isEqualTo(call.path());
  }
}
