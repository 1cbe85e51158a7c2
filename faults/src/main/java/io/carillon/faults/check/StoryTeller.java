package io.carillon.faults.check;

import io.carillon.faults.check.Story.Sighting;
import io.carillon.faults.check.Story.State;
import io.carillon.faults.check.Story.Step;
import io.carillon.faults.log.ClientLog;
import io.carillon.faults.log.Entry;
import io.carillon.faults.log.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns what the clients wrote down one by one into what is known of each call. */
final class StoryTeller {
  private static final Set<String> STEPS =
      Set.of("call.invite", "call.ringing", "call.accept", "call.reject", "call.hangup");

  private final Map<String, Story> stories;
  private final ClientLog client;

  /** The calls that this client takes for live ones. */
  private final Set<String> live = new HashSet<>();

  /** The newest version that it has seen of each. */
  private final Map<String, Long> versions = new HashMap<>();

  private StoryTeller(Map<String, Story> stories, ClientLog client) {
    this.stories = stories;
    this.client = client;
  }

  /** The stories by call. */
  static Map<String, Story> tell(List<ClientLog> logs) {
    Map<String, Story> stories = new TreeMap<>();
    for (ClientLog log : logs) {
      new StoryTeller(stories, log).read();
    }
    return stories;
  }

  private void read() {
    for (Entry entry : client.entries()) {
      switch (entry) {
        case Entry.Connected connected -> connected(connected);
        case Entry.Answered answered -> answered(answered);
        case Entry.Heard heard -> heard(heard);
        case Entry.Asked asked -> {}
        case Entry.PutOff putOff -> {}
        case Entry.Disconnected disconnected -> {}
      }
    }
    live.forEach(callId -> story(callId).neverEndedFor(client));
  }

  private void connected(Entry.Connected hello) {
    if (hello.resumed()) {
      return;
    }
    // A call that is in neither list has ended; whoever knows why has said so.
    live.clear();
    hello.calls().forEach(view -> see(view, hello.askedAt(), hello.at()));
    hello
        .ended()
        .forEach(
            (callId, reason) ->
                story(callId)
                    .add(
                        new Sighting(
                            client, hello.askedAt(), hello.at(), State.ENDED, reason, 0, 0)));
  }

  private void answered(Entry.Answered answer) {
    Entry.Asked request = answer.to();
    answer.calls().forEach(view -> see(view, request.at(), answer.at()));
    if (request.callId() == null) {
      return;
    }
    Story story = story(request.callId());
    if (answer.isOk()) {
      if (STEPS.contains(request.type())) {
        acknowledged(story, request, answer);
      }
    } else if (answer.error().equals("call_not_found")) {
      live.remove(request.callId());
      story.add(sighting(request, answer, State.UNKNOWN));
    } else if (answer.error().equals("call_ended")) {
      story.add(sighting(request, answer, State.ENDED));
    }
  }

  private void acknowledged(Story story, Entry.Asked request, Entry.Answered answer) {
    story.add(new Step(client, request.type(), request.at(), answer.at()));
    if (request.type().equals("call.invite")) {
      story.concerns(client.userId());
    } else if (request.type().equals("call.accept")) {
      story.won(client.userId(), client.name());
    }
  }

  private Sighting sighting(Entry.Asked request, Entry.Answered answer, State state) {
    return new Sighting(client, request.at(), answer.at(), state, null, 0, 0);
  }

  private void heard(Entry.Heard event) {
    if (event.callId() == null) {
      return;
    }
    isNews(event.callId(), event.version());
    Story story = story(event.callId());
    switch (event.type()) {
      case "call.ended" -> {
        live.remove(event.callId());
        story.add(new Sighting(client, 0, event.at(), State.ENDED, event.reason(), event.ts(), 0));
      }
      case "call.handledElsewhere" -> {
        live.remove(event.callId());
        if ("accepted".equals(event.reason())) {
          story.won(client.userId(), event.deviceId());
        }
      }
      case "call.accepted" -> {
        story.won(userOf(event.deviceId()), event.deviceId());
        story.add(new Sighting(client, 0, event.at(), State.ACTIVE, null, event.ts(), 0));
      }
      default -> {}
    }
    if (event.view() != null) {
      see(event.view(), 0, event.at());
    }
  }

  private void see(View view, long asOf, long at) {
    Story story = story(view.callId());
    story.concerns(client.userId());
    if (isNews(view.callId(), view.version())) {
      if (view.isEnded()) {
        live.remove(view.callId());
      } else {
        live.add(view.callId());
      }
    }
    State state =
        switch (view.state()) {
          case "ringing" -> State.RINGING;
          case "active" -> State.ACTIVE;
          default -> State.ENDED;
        };
    story.add(
        new Sighting(client, asOf, at, state, view.reason(), view.endedAt(), view.expiresAt()));
  }

  /** A reply may show a call as it was before an event that came first. */
  private boolean isNews(String callId, long version) {
    return versions.merge(callId, version, Math::max) == version;
  }

  private Story story(String callId) {
    return stories.computeIfAbsent(callId, Story::new);
  }

  private static String userOf(String device) {
    return device.substring(0, device.indexOf('/'));
  }
}
