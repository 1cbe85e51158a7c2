package io.carillon.videobridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.RemoteCandidate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideobridgeStandInTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ALICE =
      """
      {"id":"alice","create":true,"transport":{"ice-controlling":true},"capabilities":["source-names"]}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private VideobridgeStandIn bridge;

  @BeforeEach
  void start() throws Exception {
    bridge = VideobridgeStandIn.start();
    assertThat(
            post("{'meeting-id':'m','create':true,'endpoints':[%s]}".formatted(ALICE)).statusCode())
        .isEqualTo(200);
  }

  @AfterEach
  void stop() {
    bridge.close();
    http.close();
  }

  /** Each as version 2.3 said it when it was asked the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'meeting-id':'x','endpoints':[]}                                                          | Failed to create conference: Conference not found for ID: x
          {'meeting-id':'x','expire':true}                                                           | Failed to create conference: Conference not found for ID: x
          {'meeting-id':'m','create':true}                                                           | Failed to create conference: Conference already exists for ID: m
          {'meeting-id':'m','endpoints':[{'id':'b','create':true,'transport':{}}]}                   | Failed to create conference: Source name support is mandatory.
          {'meeting-id':'m','endpoints':[{'id':'b','create':true,'capabilities':['source-names']}]}  | Failed to create conference: Attempt to create endpoint b with no &lt;transport&gt;
          {'meeting-id':'m','endpoints':[{'id':'alice','create':true,'transport':{}}]}               | Failed to create conference: Endpoint with ID alice already exists
          {'meeting-id':'m','endpoints':[{'id':'b','sources':[]}]}                                   | Failed to create conference: Endpoint not found for ID: b
          {'meeting-id':'m','endpoints':[{'id':'b','sources':[]},{'id':'c','sources':[]}]}           | Failed to create conference: Creating or updating media, sources or transport for more than one endpoint in a request.
          {'meeting-id':'m','endpoints':[{'id':'b','create':true,'transport':{'sctp':{}},'capabilities':['source-names']}]} | Failed to create conference: SCTP support is not configured
          {'create':true}                                                                            | Failed to parse ConferenceModify JSON:meeting-id must be set for conference-modify IQ
          {'meeting-id':'m','endpoints':{}}                                                          | Failed to parse ConferenceModify JSON:Expected array for endpoints, got OBJECT
          []                                                                                         | Bad Request
          """)
  void itRefusesInTheWordsOfTheRealOne(String request, String reason) throws Exception {
    HttpResponse<String> answer = post(request);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<title>Error 400 " + reason + "</title>");
  }

  @Test
  void itPassesOverEndpointsThatAreNotThereWhenItMutesAndExpires() throws Exception {
    HttpResponse<String> answer =
        post(
            "{'meeting-id':'m','endpoints':[{'id':'b','force-mute':{'audio':true,'video':true}},"
                + "{'id':'c','expire':true}]}");

    assertThat(answer.body())
        .isEqualTo("{\"endpoints\":[{\"id\":\"b\"},{\"id\":\"c\",\"expire\":true}]}");
  }

  @Test
  void itTakesPartInIceAndNeedsNoCandidatesOfTheClient() throws Exception {
    JsonNode there =
        JSON.readTree(
                post("{'meeting-id':'n','create':true,'endpoints':[%s]}".formatted(ALICE)).body())
            .at("/endpoints/0/transport/transport");
    // Its own sockets are on whatever address this machine has: ice4j's clients use no loopback.
    Agent client = new Agent();
    client.setControlling(false);
    try {
      reach(client, there);
      client.startConnectivityEstablishment();
      post(
          ("{'meeting-id':'n','endpoints':[{'id':'alice','transport':{'transport':"
                  + "{'xmlns':'urn:xmpp:jingle:transports:ice-udp:1','ufrag':'%s','pwd':'%s'}}}]}")
              .formatted(client.getLocalUfrag(), client.getLocalPassword()));

      await()
          .atMost(PATIENCE)
          .until(() -> bridge.endpoints("n").orElseThrow().getFirst().iceConnected());
    } finally {
      client.free();
    }
  }

  @Test
  void allItsAddressesAreOnLoopback() throws Exception {
    List<JsonNode> candidates =
        JSON.readTree(
                post("{'meeting-id':'n','create':true,'endpoints':[%s]}".formatted(ALICE)).body())
            .at("/endpoints/0/transport/transport/candidates")
            .valueStream()
            .toList();

    assertThat(candidates)
        .isNotEmpty()
        .allSatisfy(candidate -> assertThat(candidate.path("ip").asText()).isEqualTo("127.0.0.1"));
    assertThat(bridge.address().getHost()).isEqualTo("127.0.0.1");
  }

  private static void reach(Agent client, JsonNode bridgeEnd) throws IOException {
    IceMediaStream stream = client.createMediaStream("stream");
    Component component = client.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
    stream.setRemoteUfrag(bridgeEnd.required("ufrag").asText());
    stream.setRemotePassword(bridgeEnd.required("pwd").asText());
    JsonNode candidate = bridgeEnd.required("candidates").required(0);
    component.addRemoteCandidate(
        new RemoteCandidate(
            new TransportAddress(
                candidate.required("ip").asText(),
                candidate.required("port").asInt(),
                Transport.UDP),
            component,
            CandidateType.HOST_CANDIDATE,
            candidate.required("foundation").asText(),
            candidate.required("priority").asLong(),
            null));
  }

  private HttpResponse<String> post(String json) throws IOException, InterruptedException {
    URI conferences = bridge.address().resolve("/colibri/v2/conferences");
    return http.send(
        HttpRequest.newBuilder(conferences)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
