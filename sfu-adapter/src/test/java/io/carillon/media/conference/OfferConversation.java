package io.carillon.media.conference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.protocol.Json;
import io.carillon.protocol.view.MediaFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Offers for a real browser: a conference whose participants come, go and answer by lines of JSON
 * on standard input. Each line is answered by one on standard output: the offers that are due now,
 * and what everyone sends. There is no bridge in it.
 */
final class OfferConversation {
  private static final String DEVICE = "pixel:7";

  private final ConferenceMedia media;
  private final Map<String, Participant> participants = new TreeMap<>();
  private int endpoints;

  private OfferConversation(ConferenceMedia media) {
    this.media = media;
  }

  /** Takes the names of the codecs, the preferred one first. */
  public static void main(String[] codecs) throws IOException {
    ConferenceMedia media =
        new ConferenceMedia(
            Arrays.stream(codecs).map(VideoCodec::valueOf).toList(), VideoLayers.ONE_STREAM);
    OfferConversation conversation = new OfferConversation(media);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(conversation.follow(Json.mapper().readTree(line)));
    }
  }

  private ObjectNode follow(JsonNode command) {
    String user = command.path("user").asText();
    ObjectNode reply = Json.mapper().createObjectNode();
    switch (command.path("do").asText()) {
      case "join" -> participants.put(user, new Participant(user, "%08x".formatted(++endpoints)));
      case "leave" -> participants.remove(user);
      case "say" ->
          participants.get(user).own =
              new MediaFlags(
                  true,
                  command.path("video").asBoolean(),
                  command.path("screen").asBoolean(),
                  false);
      case "answer" -> participants.get(user).answer(command.path("sdp").asText());
      default -> throw new IllegalArgumentException("do: join, leave, say or answer");
    }
    reply.set("offers", offers());
    reply.set("sources", sources());
    return reply;
  }

  private ArrayNode offers() {
    ArrayNode offers = Json.mapper().createArrayNode();
    for (Participant participant : participants.values()) {
      if (participant.advance()) {
        offers
            .addObject()
            .put("to", participant.user)
            .put("version", participant.plan.version())
            .put("sdp", participant.plan.sdp());
      }
    }
    return offers;
  }

  private ArrayNode sources() {
    ArrayNode sources = Json.mapper().createArrayNode();
    for (Participant participant : participants.values()) {
      for (MediaSource source : participant.sources) {
        sources
            .addObject()
            .put("user", participant.user)
            .put("device", DEVICE)
            .put("kind", source.type().code())
            .put("screen", source.videoType() == VideoType.DESKTOP);
      }
    }
    return sources;
  }

  private final class Participant {
    private final String user;
    private final String endpoint;
    private MediaFlags own = Bridge.SOUND;
    private List<MediaSource> sources = List.of();
    private OfferPlan plan;

    Participant(String user, String endpoint) {
      this.user = user;
      this.endpoint = endpoint;
    }

    /** Whether there is an offer to send now. */
    boolean advance() {
      if (plan == null) {
        plan = OfferPlan.begin(endpoints, media, wanted());
        return true;
      }
      if (!plan.isAnswered()) {
        return false;
      }
      long before = plan.version();
      plan = plan.next(wanted());
      return plan.version() > before;
    }

    void answer(String sdp) {
      Set<Long> taken = new HashSet<>();
      participants.values().stream()
          .filter(other -> other != this)
          .forEach(other -> other.sources.forEach(source -> taken.addAll(source.ssrcs())));
      Answer answer = plan.readAnswer(sdp, endpoint, taken);
      sources = answer.sources();
      plan = plan.answered(answer);
    }

    private Wanted wanted() {
      List<RemoteSource> remote = new ArrayList<>();
      for (Participant other : participants.values()) {
        if (other != this) {
          other.sources.forEach(
              source -> remote.add(new RemoteSource(other.user, DEVICE, other.endpoint, source)));
        }
      }
      return new Wanted(Bridge.END, own, remote);
    }
  }
}
