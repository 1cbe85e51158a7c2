package io.carillon.media.sdp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The attributes of a session or of one of its sections, in the order of their lines. */
public record Attributes(List<SdpAttribute> all) {
  /** None. */
  public static final Attributes NONE = new Attributes(List.of());

  public Attributes {
    all = List.copyOf(all);
  }

  /** Whether an attribute of that name is there, with a value or without. */
  public boolean has(String name) {
    return all.stream().anyMatch(attribute -> attribute.name().equals(name));
  }

  /** The value of the first attribute of that name that has one. */
  public Optional<String> value(String name) {
    return values(name).findFirst();
  }

  /** The values of all attributes of that name that have one. */
  public Stream<String> values(String name) {
    return all.stream()
        .filter(attribute -> attribute.name().equals(name) && attribute.value() != null)
        .map(SdpAttribute::value);
  }
}
