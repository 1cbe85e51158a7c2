package io.carillon.call.admin;

import io.carillon.protocol.view.HistoryRecord;
import java.util.List;

/** Some of a user's calls of the past, the latest first. */
record HistoryPage(List<HistoryRecord> records) {
  HistoryPage {
    records = List.copyOf(records);
  }
}
