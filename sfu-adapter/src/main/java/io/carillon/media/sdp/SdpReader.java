package io.carillon.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads one text, line by line. */
final class SdpReader {
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final int MAX_PORT = 65_535;
  private static final int ORIGIN_FIELDS = 6;
  private static final int FORMATS_FROM = 3;

  private final String text;
  private final List<SdpAttribute> sessionAttributes = new ArrayList<>();
  private final List<MediaSection> sections = new ArrayList<>();
  private List<SdpAttribute> attributes = sessionAttributes;
  private MediaSection open;
  private boolean hasOrigin;
  private long sessionId;
  private long version;
  private int number;

  SdpReader(String text) {
    this.text = text;
  }

  SessionDescription read() {
    text.lines().forEach(this::line);
    close();
    if (!hasOrigin) {
      throw wrong("there is no o= before the end");
    }
    return new SessionDescription(sessionId, version, new Attributes(sessionAttributes), sections);
  }

  private void line(String line) {
    number++;
    if (line.length() < 2 || line.charAt(1) != '=') {
      throw wrong("not of the form type=value");
    }
    if (line.chars().anyMatch(Character::isISOControl)) {
      throw wrong("has a control character");
    }
    char type = line.charAt(0);
    if ((number == 1) != (type == 'v')) {
      throw wrong("v= must be the first line, and no other");
    }
    String value = line.substring(2);
    switch (type) {
      case 'o' -> origin(value);
      case 'a' -> attributes.add(attribute(value));
      case 'm' -> section(value);
      default -> {
        // WebRTC gives the other lines no meaning.
      }
    }
  }

  private void origin(String value) {
    String[] fields = SPACE.split(value, -1);
    if (fields.length != ORIGIN_FIELDS) {
      throw wrong("o= must have six fields");
    }
    hasOrigin = true;
    sessionId = unsigned(fields[1]);
    version = unsigned(fields[2]);
  }

  private SdpAttribute attribute(String value) {
    int colon = value.indexOf(':');
    if (value.isEmpty() || colon == 0) {
      throw wrong("an attribute has no name");
    }
    return colon > 0
        ? new SdpAttribute(value.substring(0, colon), value.substring(colon + 1))
        : SdpAttribute.property(value);
  }

  private void section(String value) {
    close();
    String[] fields = SPACE.split(value, -1);
    if (fields.length <= FORMATS_FROM) {
      throw wrong("m= must have a kind, a port, a protocol and formats");
    }
    long port = unsigned(fields[1]);
    if (port < 0 || port > MAX_PORT) {
      throw wrong("there is no such port");
    }
    List<String> formats = List.of(fields).subList(FORMATS_FROM, fields.length);
    open = new MediaSection(fields[0], (int) port, fields[2], formats, Attributes.NONE);
    attributes = new ArrayList<>();
  }

  private void close() {
    if (open != null) {
      sections.add(
          new MediaSection(
              open.media(),
              open.port(),
              open.protocol(),
              open.formats(),
              new Attributes(attributes)));
    }
  }

  /** An unsigned number of 64 bits. */
  private long unsigned(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw wrong("a number is none");
    }
  }

  private SdpSyntaxException wrong(String problem) {
    return new SdpSyntaxException(number, problem);
  }
}
