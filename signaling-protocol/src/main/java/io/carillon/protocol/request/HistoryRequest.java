package io.carillon.protocol.request;

import io.carillon.protocol.Check;

/** What a client asks about its user's calls of the past. */
public sealed interface HistoryRequest extends Request {
  /** Records in one answer where the request does not say. */
  int DEFAULT_LIMIT = 50;

  /** Records in one answer at most. */
  int MAX_LIMIT = 100;

  /**
   * Asks for records, the latest first.
   *
   * @param before only calls that were made before that time, milliseconds since the epoch; null:
   *     from the latest on
   * @param limit 1 to {@value HistoryRequest#MAX_LIMIT}; null means {@value
   *     HistoryRequest#DEFAULT_LIMIT}
   * @param missed whether only missed calls are wanted; null means no
   */
  record ListRecords(Long before, Long limit, Boolean missed) implements HistoryRequest {
    public ListRecords {
      Check.range("before", before, 0, Long.MAX_VALUE);
      Check.range("limit", limit, 1, MAX_LIMIT);
    }
  }

  /**
   * The user has seen the missed calls up to that time.
   *
   * @param upTo when the last one of them was made, milliseconds since the epoch
   */
  record Seen(Long upTo) implements HistoryRequest {
    public Seen {
      Check.range("upTo", Check.present("upTo", upTo), 0, Long.MAX_VALUE);
    }
  }
}
