package io.carillon.media.sdp;

import java.util.List;
import java.util.Objects;

/**
 * A whole description. Of the lines of RFC 8866 it keeps those that WebRTC gives a meaning: origin,
 * attributes and sections; addresses stand in candidates.
 *
 * @param sessionId stays the same as long as the session lasts; unsigned
 * @param version counts up with each description of the session; unsigned
 */
public record SessionDescription(
    long sessionId, long version, Attributes attributes, List<MediaSection> sections) {
  public SessionDescription {
    Objects.requireNonNull(attributes);
    sections = List.copyOf(sections);
  }

  /**
   * Reads a text in time proportional to its length; how long it may be is for the caller to say.
   *
   * @throws SdpSyntaxException if it is no description
   */
  public static SessionDescription parse(String text) {
    return new SdpReader(text).read();
  }

  /** The text, with the line ends of RFC 8866. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, 'v', "0");
    line(
        text,
        'o',
        "- %s %s IN IP4 0.0.0.0"
            .formatted(Long.toUnsignedString(sessionId), Long.toUnsignedString(version)));
    line(text, 's', "-");
    line(text, 't', "0 0");
    attributes.all().forEach(attribute -> line(text, 'a', attribute.toString()));
    sections.forEach(section -> append(text, section));
    return text.toString();
  }

  private static void append(StringBuilder text, MediaSection section) {
    line(
        text,
        'm',
        "%s %d %s %s"
            .formatted(
                section.media(),
                section.port(),
                section.protocol(),
                String.join(" ", section.formats())));
    line(text, 'c', "IN IP4 0.0.0.0");
    section.attributes().all().forEach(attribute -> line(text, 'a', attribute.toString()));
  }

  private static void line(StringBuilder text, char type, String value) {
    text.append(type).append('=').append(value).append("\r\n");
  }
}
