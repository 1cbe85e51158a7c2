package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are no protocol, and values of the wrong type. */
@DisplayName("Bad input: frames and types")
class BadInputIT extends BesideBystanders {
  @Nested
  @DisplayName("frames")
  class Frames {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "hello",
          "{",
          "{\"type\":\"ping\",\"id\":\"1\"",
          "{\"type\":\"ping\",\"id\":\"1\"} {\"type\":\"ping\",\"id\":\"2\"}",
          "{type:'ping',id:'1'}",
          "[]",
          "[{\"type\":\"ping\",\"id\":\"1\"}]",
          "\"ping\"",
          "null",
          "7"
        })
    void thatAreNoJsonObjectClose4400(String frame) {
      TestClient mallory = SERVER.connect("mallory");

      mallory.sendText(frame);

      mallory.expectClose(4400);
    }

    @Test
    void thatAreMalformedBeforeHelloClose4400Too() {
      TestClient mallory = SERVER.user("mallory").open("phone");

      mallory.sendText("{{{{");

      mallory.expectClose(4400);
    }

    @Test
    void nestedWithoutEndClose4400() {
      TestClient mallory = SERVER.connect("mallory");

      mallory.sendText("[".repeat(60_000));

      mallory.expectClose(4400);
    }

    @Test
    void thatAreOversizedClose4413() {
      TestClient mallory = SERVER.connect("mallory");

      mallory.sendText("{\"padding\":\"" + "x".repeat(200_000) + "\"}");

      mallory.expectClose(4413);
    }

    @Test
    void thatAreOversizedBeforeHelloClose4413Too() {
      TestClient mallory = SERVER.user("mallory").open("phone");

      mallory.sendText("x".repeat(200_000));

      mallory.expectClose(4413);
    }

    @Test
    void thatBelongToOneEndlessMessageAreNotCollected() {
      TestClient mallory = SERVER.connect("mallory");

      mallory.socket().sendFragments(Collections.nCopies(40, "x".repeat(16_384)));

      assertThat(mallory.inbox().awaitClose(Inbox.PATIENCE)).isIn(4400, 4413);
    }

    @Test
    void thatAreBinaryClose4400() {
      TestClient mallory = SERVER.connect("mallory");

      mallory.socket().sendBinary(new byte[] {0, 1, 2, (byte) 0xff});

      mallory.expectClose(4400);
    }

    @Test
    void thatAreNoUtf8EndTheConnection() throws IOException {
      try (RawSocket mallory = new RawSocket(SERVER.webSocketUri(), 64 * 1024)) {
        mallory.hello(SERVER.user("mallory"), "phone");

        mallory.send(RawSocket.TEXT, new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'});

        RawSocket.Frame frame = mallory.read();
        assertThat(frame.opcode()).isEqualTo(RawSocket.CLOSE);
        // 1007 is what RFC 6455 (8.1) asks for, 4400 what the protocol calls a malformed frame.
        assertThat(frame.closeCode()).isIn(1007, 4400);
      }
    }
  }

  @Nested
  @DisplayName("wrong types and values")
  class WrongTypes {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "call.invite      | {}",
          "call.invite      | {'callId':'$new','to':'$user','media':'audio'}",
          "call.invite      | {'callId':'$new','to':[],'media':'audio'}",
          "call.invite      | {'callId':'$new','to':[7],'media':'audio'}",
          "call.invite      | {'callId':'$new','to':[null],'media':'audio'}",
          "call.invite      | {'callId':'$new','media':'audio'}",
          "call.invite      | {'callId':'$new','to':['$user']}",
          "call.invite      | {'callId':'$new','to':['$user'],'media':'smell'}",
          "call.invite      | {'callId':'$new','to':['$user'],'media':5}",
          "call.invite      | {'callId':'$new','to':['$user'],'media':'audio','topology':'ring'}",
          "call.invite      | {'callId':'$new','to':['$user'],'media':'audio','ringTimeoutMs':'soon'}",
          "call.invite      | {'callId':'$new','to':['$user'],'media':'audio','userInfo':'text'}",
          "call.invite      | {'callId':'$new','to':['$user'],'media':'audio','description':[]}",
          "call.invite      | {'callId':'$new','to':['$user'],'media':'audio','description':{'type':'offer'}}",
          "call.invite      | {'callId':'not-a-uuid','to':['$user'],'media':'audio'}",
          "call.invite      | {'callId':17,'to':['$user'],'media':'audio'}",
          "call.invite      | {'to':['$user'],'media':'audio'}",
          "call.accept      | {}",
          "call.accept      | {'callId':null}",
          "call.accept      | {'callId':{}}",
          "call.reject      | {'callId':[]}",
          "call.hangup      | {'callId':true}",
          "call.get         | {}",
          "call.ringing     | {}",
          "media.candidates | {'callId':'$new','to':{'userId':'$user'},'candidates':'all','epoch':0}",
          "media.candidates | {'callId':'$new','to':7,'candidates':[],'epoch':0}",
          "media.description| {'callId':'$new','to':{'userId':'$user'},'description':'v=0','epoch':0}",
          "media.description| {'callId':'$new','to':{'userId':'$user'},'epoch':0}",
          "media.state      | {'callId':'$new','audio':'loud','video':true,'screen':false,'hold':false}",
          "media.connection | {'callId':'$new','peer':{'userId':'$user'},'state':9}",
          "presence.set     | {}",
          "presence.set     | {'status':7}",
          "presence.set     | {'status':'online','callWaiting':'sometimes'}",
          "presence.subscribe| {}",
          "presence.subscribe| {'users':{}}",
          "presence.subscribe| {'users':[{}]}",
          "presence.get     | {'users':'$user'}",
          "token.refresh    | {}",
        })
    void areABadRequestAndTheSessionGoesOn(String type, String data) {
      TestClient mallory = SERVER.connect("mallory");
      String json =
          data.replace('\'', '"')
              .replace("$new", Calls.newCallId())
              .replace("$user", SERVER.user("victim").id());

      mallory.sendText("{\"type\":\"" + type + "\",\"id\":\"bad\",\"data\":" + json + "}", "bad");

      assertThat(mallory.reply("bad").errorCode()).isEqualTo("bad_request");
      mallory.ok("ping");
      assertThat(Calls.list(mallory)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"text\"", "[]", "true"})
    void ofTheDataAsAWholeAreABadRequest(String data) {
      TestClient mallory = SERVER.connect("mallory");

      mallory.sendText("{\"type\":\"call.get\",\"id\":\"bad\",\"data\":" + data + "}", "bad");

      assertThat(mallory.reply("bad").errorCode()).isEqualTo("bad_request");
    }

    @Test
    void aNumberWithoutMeasureIsABadRequest() {
      TestClient mallory = SERVER.connect("mallory");
      ObjectNode invitation = Calls.invitation(Calls.newCallId(), SERVER.user("victim").id());
      String text =
          Json.object("type", "call.invite", "id", "bad", "data", invitation)
              .toString()
              .replace("\"media\"", "\"ringTimeoutMs\":1e999999999,\"media\"");

      mallory.sendText(text, "bad");

      assertThat(mallory.reply("bad").errorCode()).isEqualTo("bad_request");
    }
  }
}
