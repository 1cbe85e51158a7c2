package io.carillon.bench.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads whom an envelope is for. */
final class Addressee {

  private static final JsonFactory JSON = new JsonFactory();

  private Addressee() {}

  /**
   * The envelope's own {@code to}, wherever it stands; one within {@code data} is passed over.
   *
   * @return the user, or null if there is none
   * @throws IOException if the text is not a JSON object
   */
  static String of(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a frame is a JSON object");
      }
      String to = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean addressee = parser.currentName().equals("to");
        parser.nextToken();
        if (addressee) {
          to = parser.getText();
        } else {
          parser.skipChildren();
        }
      }
      return to;
    }
  }
}
