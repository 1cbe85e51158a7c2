package io.carillon.runtime.admin;

import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** What an administrator asks. Whatever can't be read is refused, naming the parameter. */
public final class AdminRequest {
  private final RoutingContext request;

  AdminRequest(RoutingContext request) {
    this.request = request;
  }

  /** A part of the path, decoded. */
  public String path(String name) {
    return request.pathParam(name);
  }

  /**
   * A parameter of the query, if it is there and not empty.
   *
   * @throws ProtocolException if it is given twice
   */
  public Optional<String> query(String name) {
    List<String> values = request.queryParam(name);
    if (values.size() > 1) {
      throw ProtocolException.badField(name, "is given twice");
    }
    return values.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /**
   * A whole number of the query, or null.
   *
   * @throws ProtocolException if it is none
   */
  public Long number(String name) {
    return query(name)
        .map(
            value -> {
              try {
                return Long.valueOf(value);
              } catch (NumberFormatException e) {
                throw ProtocolException.badField(name, "must be a whole number");
              }
            })
        .orElse(null);
  }

  /**
   * A switch of the query, or null.
   *
   * @throws ProtocolException if it is neither {@code true} nor {@code false}
   */
  public Boolean flag(String name) {
    return query(name)
        .map(
            value ->
                switch (value) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw ProtocolException.badField(name, "must be true or false");
                })
        .orElse(null);
  }

  /**
   * The body.
   *
   * @throws ProtocolException if it is no JSON of that type
   */
  public <T> T body(Class<T> type) {
    String text = request.body().asString("UTF-8");
    return Json.decode(text == null ? "" : text, type);
  }
}
