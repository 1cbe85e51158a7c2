package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * The client's half of JSEP towards a bridge, without media: it takes everything and sends a stream
 * wherever it may.
 */
final class BridgeAnswers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicLong SSRCS = new AtomicLong(100_000);
  private static final String CREDENTIALS =
      """
      a=ice-ufrag:q+F5
      a=ice-pwd:hziry5VbrTy3Af1GB8afyv2I
      a=fingerprint:sha-256 %s
      a=setup:active
      a=rtcp-mux
      """
          .formatted("AB:".repeat(31) + "CD");

  private final long firstSsrc = SSRCS.getAndAdd(1_000);

  /** Waits until the server's bridges are in these states, in the order of their addresses. */
  static void awaitBridges(ServerUnderTest server, String... states) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Admin.ok(Admin.of(server).get("/bridges")).findValuesAsText("state"))
                    .containsExactlyInAnyOrder(states));
  }

  /** Waits for an offer of the bridge, and answers it; gives the SDP of the offer. */
  String answer(TestClient client, String callId) {
    Event offer = client.expectEvent("media.description", callId);
    JsonNode data = offer.data();
    String sdp = data.at("/description/sdp").asText();
    ObjectNode description = JsonNodeFactory.instance.objectNode();
    description.put("type", "answer").put("sdp", answerTo(sdp));
    client.ok(
        "media.description",
        "callId",
        callId,
        "to",
        "sfu",
        "epoch",
        data.path("epoch").asInt(),
        "description",
        description);
    return sdp;
  }

  private String answerTo(String offer) {
    List<String> sections = new ArrayList<>(Arrays.asList(offer.split("(?m)^(?=m=)", -1)));
    sections.removeFirst();
    String bundled =
        sections.stream()
            .filter(section -> !isRejected(section))
            .map(section -> value(section, "a=mid:"))
            .collect(Collectors.joining(" "));
    return "v=0\r\no=- 7 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE "
        + bundled
        + "\r\n"
        + sections.stream().map(this::section).collect(Collectors.joining());
  }

  private String section(String offered) {
    String mid = value(offered, "a=mid:");
    String head = offered.lines().findFirst().orElseThrow() + "\na=mid:" + mid + '\n';
    if (isRejected(offered)) {
      return (head + "a=inactive\n").replace("\n", "\r\n");
    }
    boolean sends = !offered.contains("a=sendonly");
    boolean receives = !offered.contains("a=recvonly");
    String direction = sends ? (receives ? "sendrecv" : "sendonly") : "recvonly";
    String stream = sends ? "a=ssrc:" + (firstSsrc + Long.parseLong(mid)) + " cname:c\n" : "";
    return (head + "c=IN IP4 0.0.0.0\n" + CREDENTIALS + "a=" + direction + '\n' + stream)
        .replace("\n", "\r\n");
  }

  private static boolean isRejected(String section) {
    return section.split(" ", 3)[1].equals("0");
  }

  private static String value(String section, String name) {
    return section
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow()
        .substring(name.length());
  }
}
