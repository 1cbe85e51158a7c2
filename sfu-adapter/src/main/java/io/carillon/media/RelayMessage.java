package io.carillon.media;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.carillon.protocol.Check;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.Limits;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.SdpType;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A {@code media.description} or {@code media.candidates} on its way from one party to another.
 *
 * <p>Read in one pass over the text, which checks what {@code MediaRequest.SendDescription} and
 * {@code MediaRequest.SendCandidates} check and leaves the content as it is: an SDP is neither
 * unescaped nor escaped again. A test holds this reader against those records.
 *
 * @param type {@link #DESCRIPTION} or {@link #CANDIDATES}
 * @param to null if it is meant for the videobridge
 * @param content the members of the event's data that are passed on as they came
 */
record RelayMessage(String type, String callId, DeviceRef to, int epoch, String content) {
  static final String DESCRIPTION = "media.description";
  static final String CANDIDATES = "media.candidates";

  /**
   * Reads the data of a request.
   *
   * @throws ProtocolException {@code bad_request} or {@code too_large}, naming the field
   */
  static RelayMessage read(String type, RawJson data) {
    try (JsonParser parser = Json.mapper().getFactory().createParser(data.text())) {
      return new Reader(parser, data.text(), type.equals(DESCRIPTION)).read(type);
    } catch (JsonProcessingException e) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "data: not well-formed JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it is meant for the videobridge of the call. */
  boolean isForBridge() {
    return to == null;
  }

  /** The event for the receiver, stamped with who sent it. */
  Notice from(SessionRef sender) {
    StringBuilder event = new StringBuilder(content.length() + 256);
    event.append("{\"callId\":\"").append(callId).append("\",\"from\":");
    append(event, sender.userId(), sender.deviceId());
    event.append(",\"to\":");
    append(event, to.userId(), to.deviceId());
    event.append(content).append(",\"epoch\":").append(epoch).append('}');
    return new Notice(type, new RawJson(event.toString()));
  }

  /** None of the characters that ids may have needs an escape. */
  private static void append(StringBuilder event, String userId, String deviceId) {
    event.append("{\"userId\":\"").append(userId).append('"');
    if (deviceId != null) {
      event.append(",\"deviceId\":\"").append(deviceId).append('"');
    }
    event.append('}');
  }

  private static final class Reader {
    private final JsonParser parser;
    private final String text;
    private final boolean describes;
    private String callId;
    private DeviceRef to;
    private boolean toBridge;
    private Integer epoch;
    private String payload;
    private String end = "";

    Reader(JsonParser parser, String text, boolean describes) {
      this.parser = parser;
      this.text = text;
      this.describes = describes;
    }

    RelayMessage read(String type) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ProtocolException.badField("data", "must be an object");
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        parser.nextToken();
        member(field);
      }
      if (parser.nextToken() != null) {
        throw ProtocolException.badField("data", "must be one object");
      }
      Check.callId(callId);
      if (!toBridge) {
        Check.present("to", to);
      }
      Check.present(describes ? "description" : "candidates", payload);
      Check.range("epoch", Check.present("epoch", epoch), 0, Integer.MAX_VALUE);
      return new RelayMessage(type, callId, to, epoch, payload + end);
    }

    private void member(String field) throws IOException {
      switch (field) {
        case "callId" -> callId = string("callId");
        case "to" -> to = device();
        case "epoch" -> epoch = number();
        case "description" -> {
          if (describes) {
            payload = ",\"description\":" + description();
          } else {
            parser.skipChildren();
          }
        }
        case "candidates" -> {
          if (describes) {
            parser.skipChildren();
          } else {
            payload = ",\"candidates\":" + candidates();
          }
        }
        case "end" -> {
          if (describes) {
            parser.skipChildren();
          } else {
            end = end();
          }
        }
        default -> parser.skipChildren();
      }
    }

    private String string(String field) throws IOException {
      return switch (parser.currentToken()) {
        case VALUE_STRING -> parser.getText();
        case VALUE_NULL -> null;
        default -> throw ProtocolException.badField(field, "has the wrong type");
      };
    }

    private Integer number() throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() != JsonParser.NumberType.INT) {
        throw ProtocolException.badField("epoch", "has the wrong type");
      }
      return parser.getIntValue();
    }

    private String end() {
      return switch (parser.currentToken()) {
        case VALUE_TRUE -> ",\"end\":true";
        case VALUE_FALSE -> ",\"end\":false";
        case VALUE_NULL -> "";
        default -> throw ProtocolException.badField("end", "has the wrong type");
      };
    }

    private DeviceRef device() throws IOException {
      return switch (parser.currentToken()) {
        case VALUE_NULL -> null;
        case VALUE_STRING -> {
          toBridge = parser.getText().equals(DeviceRef.SFU);
          yield toBridge ? null : DeviceRef.ofText(parser.getText());
        }
        case START_OBJECT -> {
          String userId = null;
          String deviceId = null;
          for (String field = parser.nextFieldName();
              field != null;
              field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
              case "userId" -> userId = string("to.userId");
              case "deviceId" -> deviceId = string("to.deviceId");
              default -> parser.skipChildren();
            }
          }
          toBridge = false;
          yield new DeviceRef(userId, deviceId);
        }
        default -> throw ProtocolException.badField("to", "has the wrong type");
      };
    }

    /** The description as it stands in the text; absent if it is null. */
    private String description() throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw ProtocolException.badField("description", "must be an object");
      }
      long start = startOfToken();
      SdpType type = null;
      boolean hasSdp = false;
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        parser.nextToken();
        switch (field) {
          case "type" -> type = sdpType();
          case "sdp" -> hasSdp = sdp();
          default -> parser.skipChildren();
        }
      }
      Check.present("description.type", type);
      if (!hasSdp && type != SdpType.ROLLBACK) {
        throw ProtocolException.badField("description.sdp", "is missing");
      }
      return since(start);
    }

    private SdpType sdpType() throws IOException {
      String name = string("description.type");
      try {
        return name == null ? null : SdpType.of(name);
      } catch (IllegalArgumentException e) {
        throw ProtocolException.badField("description.type", e.getMessage());
      }
    }

    /** Checks an SDP, unescaping only one that may be too long; whether there is one. */
    private boolean sdp() throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return false;
      }
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw ProtocolException.badField("description.sdp", "has the wrong type");
      }
      if (text.length() * 3L > Limits.MAX_SDP_BYTES
          && parser.getText().getBytes(StandardCharsets.UTF_8).length > Limits.MAX_SDP_BYTES) {
        throw new ProtocolException(
            ErrorCode.TOO_LARGE, "description.sdp: at most " + Limits.MAX_SDP_BYTES + " bytes");
      }
      return true;
    }

    private String candidates() throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw ProtocolException.badField("candidates", "must be an array");
      }
      long start = startOfToken();
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw ProtocolException.badField("candidates", "must be RTCIceCandidateInit objects");
        }
        parser.skipChildren();
        count++;
      }
      if (count > Limits.MAX_CANDIDATES_PER_MESSAGE) {
        throw new ProtocolException(
            ErrorCode.TOO_LARGE,
            "candidates: at most " + Limits.MAX_CANDIDATES_PER_MESSAGE + " in a message");
      }
      return since(start);
    }

    private long startOfToken() {
      return parser.currentTokenLocation().getCharOffset();
    }

    private String since(long start) {
      return text.substring((int) start, (int) parser.currentLocation().getCharOffset());
    }
  }
}
