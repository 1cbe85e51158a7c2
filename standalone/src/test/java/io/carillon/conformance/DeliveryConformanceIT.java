package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 2: events, acknowledgements, what is kept, and the order. */
@DisplayName("2 Envelope: events, acks and order")
class DeliveryConformanceIT {
  private static final int KEPT_EVENTS = 512;
  private static final int KEPT_BYTES = 1024 * 1024;

  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("event")
  class Events {
    @Test
    void countsSeqFromOneInEachSessionAndNamesTheServersTime() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      long before = bob.session().path("serverTime").asLong();
      Calls.hangUp(alice, Calls.invite(alice, bob.userId()));

      Event invited = bob.expectNext();
      Event ended = bob.expectNext();

      assertThat(invited.seq()).isEqualTo(1);
      assertThat(ended.seq()).isEqualTo(2);
      assertThat(invited.ts()).isBetween(before - 1_000, before + 60_000);
      assertThat(ended.ts()).isGreaterThanOrEqualTo(invited.ts());
    }

    @Test
    void ofACallComesInTheOrderOfItsVersion() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.invite(alice, bob.userId());
      bob.ok("call.ringing", "callId", callId);
      bob.ok("call.accept", "callId", callId);
      bob.ok("call.hangup", "callId", callId);

      List<Event> events = alice.expectNext(3);

      assertThat(events.stream().map(Event::type))
          .containsExactly("call.ringing", "call.accepted", "call.ended");
      assertThat(events.stream().map(event -> event.data().path("version").asLong())).isSorted();
    }
  }

  @Nested
  @DisplayName("ack")
  class Ack {
    @Test
    void isCumulativeAndMakesRoom() {
      Stream stream = new Stream();
      stream.receiver.stopAcknowledging();

      for (int round = 1; round <= 3; round++) {
        long seq = stream.firstSeq + round * 400L;
        stream.sendUntilSeq(seq);
        stream.receiver.acknowledge(seq);
        stream.receiver.ok("ping");
      }
    }

    @Test
    void hasNoReply() {
      Stream stream = new Stream();
      stream.receiver.stopAcknowledging();
      stream.sendUntilSeq(stream.firstSeq + 4);

      stream.receiver.acknowledge(stream.firstSeq + 2);
      stream.receiver.acknowledge(stream.firstSeq + 4);
      stream.receiver.ok("ping");

      assertThat(stream.receiver.inbox().peek(frame -> !frame.has("seq")))
          .allMatch(frame -> frame.path("type").asText().equals("welcome"));
    }
  }

  @Nested
  @DisplayName("un-acked events")
  class Unacked {
    @Test
    void past512CloseTheSocket4429AndItMayResume() {
      Stream stream = new Stream();
      stream.receiver.stopAcknowledging();
      long full = stream.firstSeq + KEPT_EVENTS;
      stream.sendUntilSeq(full);
      stream.receiver.ok("ping");

      stream.send(Sdp.offer());

      stream.receiver.expectClose(4429);
      TestClient again = stream.receiver.resumeAfter(full - 2);
      assertThat(again.session().path("resumed").asBoolean()).isTrue();
      assertThat(again.expectNext(3).stream().map(Event::seq))
          .containsExactly(full - 1, full, full + 1);
      again.ok("ping");
    }

    @Test
    void pastOneMebibyteCloseTheSocket4429AndItMayResume() {
      Stream stream = new Stream();
      stream.receiver.stopAcknowledging();
      ObjectNode big = Sdp.offerOf(30_000);
      int fit = KEPT_BYTES / 31_000;
      for (int i = 0; i < fit; i++) {
        stream.send(big);
      }
      stream.receiver.ok("ping");
      int sent = fit;
      while (sent * 30_000 <= KEPT_BYTES) {
        stream.send(big);
        sent++;
      }

      stream.receiver.expectClose(4429);
      TestClient again = stream.receiver.resume();
      assertThat(again.session().path("resumed").asBoolean()).isTrue();
      stream.send(Sdp.answer());
      again.awaitSeq(stream.firstSeq + sent + 1);
      again.ok("ping");
    }
  }

  @Test
  void oneSendersMediaMessagesReachOneReceiverInTheOrderSent() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    String callId = Calls.connect(alice, bob);

    List<String> ids =
        IntStream.range(0, 60)
            .mapToObj(
                number ->
                    number % 10 == 0
                        ? alice.send(
                            "media.description",
                            "callId",
                            callId,
                            "to",
                            bob.address(),
                            "description",
                            Json.object("type", "offer", "sdp", Integer.toString(number)),
                            "epoch",
                            0)
                        : alice.send(
                            "media.candidates",
                            "callId",
                            callId,
                            "to",
                            bob.address(),
                            "candidates",
                            List.of(Sdp.candidate(number)),
                            "epoch",
                            0))
            .toList();

    ids.forEach(id -> alice.reply(id).ok());
    List<Event> events = bob.expectNext(60);
    for (int number = 0; number < 60; number++) {
      Event event = events.get(number);
      if (number % 10 == 0) {
        assertThat(event.data().path("description").path("sdp").asText())
            .isEqualTo(Integer.toString(number));
      } else {
        assertThat(event.data().path("candidates").path(0)).isEqualTo(Sdp.candidate(number));
      }
    }
  }

  /** A call in which one party sends the other events, one after the other. */
  private static final class Stream {
    final TestClient sender = SERVER.connect("sender");
    final TestClient receiver = SERVER.connect("receiver");
    final String callId = Calls.connect(sender, receiver);
    final long firstSeq = receiver.lastSeq();
    private long sentUntil = firstSeq;

    void send(ObjectNode description) {
      sender.okPatiently(
          "media.description",
          "callId",
          callId,
          "to",
          receiver.address(),
          "description",
          description,
          "epoch",
          0);
    }

    void sendUntilSeq(long seq) {
      for (; sentUntil < seq; sentUntil++) {
        sender.okPatiently(
            "media.candidates",
            "callId",
            callId,
            "to",
            receiver.address(),
            "candidates",
            List.of(Sdp.candidate(0)),
            "epoch",
            0);
      }
      receiver.awaitSeq(seq);
    }
  }
}
