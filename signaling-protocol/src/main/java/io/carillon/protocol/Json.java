package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.stream.Collectors;

/**
 * The one codec between records and JSON. Unknown fields are ignored, absent ones are not written,
 * and nothing is coerced: a number in place of a string is an error. Safe for use by several
 * threads.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private Json() {}

  /** The mapper itself, for parsers and generators. Not to be configured further. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** The value as JSON text. */
  public static String encode(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not encodable: " + value.getClass().getName(), e);
    }
  }

  /** The value as JSON, to be passed on. */
  public static RawJson raw(Object value) {
    return new RawJson(encode(value));
  }

  /**
   * Reads a record.
   *
   * @throws ProtocolException {@code bad_request}, naming the field that is wrong; or what the
   *     record's own check threw
   */
  public static <T> T decode(RawJson json, Class<T> type) {
    return decode(json.text(), type);
  }

  /**
   * Reads a record.
   *
   * @throws ProtocolException {@code bad_request}, naming the field that is wrong; or what the
   *     record's own check threw
   */
  public static <T> T decode(String json, Class<T> type) {
    T value;
    try {
      value = MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw refusal(e);
    }
    if (value == null) {
      throw ProtocolException.badField("data", "must be an object");
    }
    return value;
  }

  private static ProtocolException refusal(JacksonException problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProtocolException refusal) {
        return refusal;
      }
    }
    if (problem instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      String field =
          mapping.getPath().stream()
              .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
              .collect(Collectors.joining("."));
      Throwable cause = mapping.getCause();
      return ProtocolException.badField(
          field,
          cause instanceof IllegalArgumentException && cause.getMessage() != null
              ? cause.getMessage()
              : "has the wrong type");
    }
    return new ProtocolException(ErrorCode.BAD_REQUEST, "data: not well-formed JSON of this type");
  }
}
