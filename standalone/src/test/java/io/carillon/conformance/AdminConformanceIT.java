package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 8: {@code /admin/v1} on the admin listener. */
@DisplayName("8 HTTP: administration")
class AdminConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("the bearer key")
  class Key {
    @RegisterExtension static final ServerUnderTest GUARDED = ServerUnderTest.ofItsOwn();

    @Test
    void isNeededForEverythingBelowAdmin() {
      Admin nobody = Admin.withKey(GUARDED, null);
      String callId = Calls.newCallId();

      assertThat(Admin.error(nobody.get("/calls"))).isEqualTo("401 unauthorized");
      assertThat(Admin.error(nobody.delete("/calls/default/" + callId)))
          .isEqualTo("401 unauthorized");
      assertThat(Admin.error(nobody.post("/tokens", "app", "default", "userId", "alice")))
          .isEqualTo("401 unauthorized");
      assertThat(Admin.error(nobody.get("/nothing"))).isEqualTo("401 unauthorized");
    }

    @Test
    void isNotAUsersToken() {
      Admin user = Admin.withKey(GUARDED, GUARDED.user("alice").token());

      assertThat(Admin.error(user.get("/calls"))).isEqualTo("401 unauthorized");
    }
  }

  @Nested
  @DisplayName("calls")
  class CallsOfAdmin {
    @Test
    void areListed() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String ringing = Calls.ring(alice, bob);
      String active = Calls.connect(alice, carol);

      assertThat(callIds(Admin.ok(admin().get("/calls?user=" + alice.userId()))))
          .containsExactlyInAnyOrder(ringing, active);
      assertThat(callIds(Admin.ok(admin().get("/calls?state=active&user=" + alice.userId()))))
          .containsExactly(active);
      assertThat(callIds(Admin.ok(admin().get("/calls?user=" + bob.userId()))))
          .containsExactly(ringing);
      assertThat(callIds(Admin.ok(admin().get("/calls?app=other&user=" + alice.userId()))))
          .isEmpty();
    }

    @Test
    void areListedPageByPage() {
      TestClient alice = SERVER.connect("alice");
      List<String> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(Calls.ring(alice, SERVER.connect("callee" + i)));
      }

      List<String> listed = new ArrayList<>();
      String next = "";
      do {
        JsonNode page = Admin.ok(admin().get("/calls?limit=1&user=" + alice.userId() + next));
        assertThat(page.path("calls")).hasSizeLessThanOrEqualTo(1);
        listed.addAll(callIds(page));
        next = page.has("next") ? "&after=" + page.path("next").asText() : "";
      } while (!next.isEmpty());

      assertThat(listed).containsExactlyInAnyOrderElementsOf(calls);
    }

    @Test
    void areGot() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      JsonNode view = Admin.ok(admin().get(path(callId)));

      Calls.assertCallView(view, callId);
      assertThat(view).isEqualTo(Calls.get(alice, callId));
    }

    @Test
    void thatNobodyMadeAreNotFound() {
      assertThat(Admin.error(admin().get(path(Calls.newCallId())))).isEqualTo("404 call_not_found");
      assertThat(Admin.error(admin().delete(path(Calls.newCallId()))))
          .isEqualTo("404 call_not_found");
    }

    @Test
    void areMade() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      HttpResponse<String> made =
          admin()
              .post(
                  "/calls",
                  "app",
                  "default",
                  "from",
                  alice.userId(),
                  "to",
                  List.of(bob.userId()),
                  "media",
                  "video",
                  "userInfo",
                  Json.object("topic", "standup"));

      assertThat(made.statusCode()).isEqualTo(201);
      JsonNode view = Admin.ok(made);
      String callId = view.path("callId").asText();
      assertThat(made.headers().firstValue("Location").orElse("")).endsWith(path(callId));
      assertThat(view.path("group").asBoolean()).isTrue();
      assertThat(Calls.partyUsers(view)).containsExactly(alice.userId(), bob.userId());
      for (TestClient rung : List.of(alice, bob)) {
        JsonNode call = rung.expectEvent("call.invited", callId).data().path("call");
        assertThat(call.path("media").asText()).isEqualTo("video");
        assertThat(call.path("userInfo")).isEqualTo(Json.object("topic", "standup"));
      }
      alice.ok("call.accept", "callId", callId);
      bob.ok("call.accept", "callId", callId);
      Groups.expectFrom(alice, "call.accepted", callId, bob);
    }

    @Test
    void areMadeOnceUnderACallId() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Object[] call = {
        "app", "default",
        "callId", Calls.newCallId(),
        "from", alice.userId(),
        "to", List.of(bob.userId()),
        "media", "audio"
      };
      Admin.ok(admin().post("/calls", call));
      bob.expectEvent("call.invited");

      assertThat(Admin.error(admin().post("/calls", call))).isEqualTo("409 call_exists");

      bob.expectNoEvent();
    }

    @Test
    void areNotMadeOfNothing() {
      assertThat(Admin.error(admin().post("/calls"))).isEqualTo("400 bad_request");
      assertThat(
              Admin.error(
                  admin()
                      .post(
                          "/calls", "app", "default", "from", "a", "to", List.of(), "media",
                          "audio")))
          .isEqualTo("400 bad_request");
    }

    @Test
    void areEndedForAll() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());

      JsonNode view = Admin.ok(admin().delete(path(callId)));

      assertThat(view.path("state").asText()).isEqualTo("ended");
      assertThat(view.path("end").path("reason").asText()).isEqualTo("ended_by_admin");
      Groups.expectEnded(callId, "ended_by_admin", alice, bob);
      carol.expectEvent("call.ended", callId);
      JsonNode entry = Histories.await(bob, callId);
      assertThat(entry.path("outcome").asText()).isEqualTo("answered");
    }

    @Test
    void thatHaveEndedAreNotEndedAgain() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      Calls.hangUp(alice, callId);

      HttpResponse<String> again = admin().delete(path(callId));

      if (again.statusCode() == 200) {
        assertThat(Json.parse(again.body()).path("end").path("reason").asText())
            .isEqualTo("hangup");
      } else {
        assertThat(Admin.error(again)).isEqualTo("409 call_ended");
      }
    }

    @Test
    void getMoreParties() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.connect(alice, bob);

      JsonNode view =
          Admin.ok(admin().post(path(callId) + "/parties", "to", List.of(carol.userId())));

      assertThat(Calls.partyUsers(view))
          .containsExactly(alice.userId(), bob.userId(), carol.userId());
      carol.expectEvent("call.invited", callId);
      carol.ok("call.accept", "callId", callId);
      Groups.expectFrom(bob, "call.partyJoined", callId, carol);
    }

    @Test
    void loseAParty() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);

      Admin.ok(admin().delete(path(callId) + "/parties/" + bob.userId()));

      Groups.expectEnded(callId, "ended_by_admin", bob);
      Groups.expectLeft(alice, callId, bob.userId(), "ended_by_admin");
      Groups.expectLeft(carol, callId, bob.userId(), "ended_by_admin");
      assertThat(Calls.state(alice, callId)).isEqualTo("active");
    }

    @Test
    void loseOneWhoIsRung() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());

      Admin.ok(admin().delete(path(callId) + "/parties/" + carol.userId()));

      carol.expectEvent("call.ended", callId);
      assertThat(Groups.present(Calls.get(alice, callId)))
          .containsExactly(alice.userId(), bob.userId());
    }

    @Test
    void doNotLoseOneWhoIsNotInThem() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      assertThat(Admin.error(admin().delete(path(callId) + "/parties/nobody")))
          .isEqualTo("404 not_in_call");
    }

    private static List<String> callIds(JsonNode page) {
      List<String> ids = new ArrayList<>();
      page.path("calls")
          .forEach(
              entry -> {
                assertThat(entry.path("app").asText()).isEqualTo("default");
                JsonNode call = entry.path("call");
                Calls.assertCallView(call, call.path("callId").asText());
                ids.add(call.path("callId").asText());
              });
      return ids;
    }

    private static String path(String callId) {
      return "/calls/default/" + callId;
    }
  }

  @Nested
  @DisplayName("presence, history, tokens")
  class Users {
    @Test
    void presenceIsShownAsItIs() {
      TestClient bob = SERVER.connect("bob");
      bob.user().connect("tablet");
      bob.ok("presence.set", "status", "invisible");

      JsonNode presence = Admin.ok(admin().get("/presence/default/" + bob.userId()));

      assertThat(presence.path("seen").path("status").asText()).isEqualTo("offline");
      assertThat(presence.path("chosen").path("status").asText()).isEqualTo("invisible");
      assertThat(presence.path("online").asBoolean()).isTrue();
      assertThat(presence.path("devices"))
          .containsExactlyInAnyOrder(Json.text("phone"), Json.text("tablet"));
    }

    @Test
    void historyIsAsTheUserReadsIt() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.hangUp(alice, Calls.connect(alice, bob));
      List<JsonNode> read = Histories.await(bob, 1);

      JsonNode history = Admin.ok(admin().get("/history/default/" + bob.userId()));

      assertThat(history.path("records")).containsExactlyElementsOf(read);
    }

    @Test
    void aTokenIsMadeThatAUserSignsInWith() {
      TestUser alice = SERVER.user("alice");

      JsonNode issued =
          Admin.ok(
              admin()
                  .post(
                      "/tokens",
                      "app",
                      "default",
                      "userId",
                      alice.id(),
                      "deviceId",
                      "phone",
                      "ttlSeconds",
                      600,
                      "grants",
                      List.of("call")));

      TestClient phone = alice.connect("phone", issued.path("token").asText());
      assertThat(phone.session().path("userId").asText()).isEqualTo(alice.id());
      assertThat(issued.path("expiresAt").asLong())
          .isBetween(
              phone.session().path("serverTime").asLong(),
              phone.session().path("serverTime").asLong() + 601_000);
      assertThat(phone.error("presence.get", "users", List.of(alice.id()))).isEqualTo("forbidden");
    }
  }

  @Nested
  @DisplayName("errors and description")
  class Description {
    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/calls/default", "/calls/default/no/such/path"})
    void aPathThatIsNoneIsNotFound(String path) {
      assertThat(admin().get(path).statusCode()).isEqualTo(404);
      Admin.error(admin().get(path));
    }

    @Test
    void aMethodThatIsNoneIsNotAllowed() {
      HttpResponse<String> answer = admin().send("PUT", "/calls", Json.object());

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET", "POST");
    }

    @Test
    void anOpenApiDocumentDescribesIt() {
      HttpResponse<String> document = admin().get("/openapi.yaml");

      assertThat(document.statusCode()).isEqualTo(200);
      assertThat(document.body())
          .startsWith("openapi: 3.")
          .contains("/calls:", "/calls/{app}/{callId}:", "/presence/{app}/{userId}:", "/tokens:");
    }
  }

  @Nested
  @DisplayName("wrong keys")
  class WrongKeys {
    @RegisterExtension static final ServerUnderTest BESIEGED = ServerUnderTest.ofItsOwn();

    @Test
    void areNotGuessedForLong() {
      Admin guesser = Admin.withKey(BESIEGED, "not-the-key-but-long-enough-to-be-one");
      HttpResponse<String> answer = guesser.get("/calls");
      for (int i = 0; i < 100 && answer.statusCode() == 401; i++) {
        answer = guesser.get("/calls");
      }

      assertThat(Admin.error(answer)).isEqualTo("429 rate_limited");
      assertThat(Json.parse(answer.body()).path("error").path("retryAfterMs").asLong())
          .isPositive();
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
  }

  private static Admin admin() {
    return Admin.of(SERVER);
  }
}
