package io.carillon.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.io.Serial;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A JSON value that is passed on as it came, without a tree being made of it: what an application
 * puts into a call, or a message on its way from one service to the next.
 *
 * @param text well-formed JSON
 */
@JsonDeserialize(using = RawJson.Deserializer.class)
public record RawJson(String text) implements JsonSerializable {
  /** The empty object. */
  public static final RawJson EMPTY_OBJECT = new RawJson("{}");

  public RawJson {
    Objects.requireNonNull(text);
  }

  /** Whether this is an object, as opposed to an array or a scalar. */
  public boolean isObject() {
    return text.startsWith("{");
  }

  /** The size in UTF-8. */
  public int utf8Bytes() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    generator.writeRawValue(text);
  }

  @Override
  public void serializeWithType(
      JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
      throws IOException {
    serialize(generator, provider);
  }

  static final class Deserializer extends StdDeserializer<RawJson> {
    @Serial private static final long serialVersionUID = 1L;

    Deserializer() {
      super(RawJson.class);
    }

    @Override
    public RawJson deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      StringWriter text = new StringWriter();
      try (JsonGenerator generator = parser.getCodec().getFactory().createGenerator(text)) {
        generator.copyCurrentStructureExact(parser);
      }
      return new RawJson(text.toString());
    }
  }
}
