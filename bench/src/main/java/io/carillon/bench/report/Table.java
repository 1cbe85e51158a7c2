package io.carillon.bench.report;

import java.util.List;
import java.util.Locale;

/** The report as text for a terminal: medians, in brackets the least and the greatest. */
public final class Table {

  private Table() {}

  /** Renders a report. */
  public static String of(Report report) {
    StringBuilder out = new StringBuilder();
    out.append(line("", "", "Carillon", "bare relay", "ratio", "goal"));
    String section = "";
    for (Row row : report.summary()) {
      if (!row.section().equals(section)) {
        section = row.section();
        out.append('\n').append(section).append('\n');
      }
      out.append(line(row));
    }
    List<String> notes = report.notes();
    if (!notes.isEmpty()) {
      out.append("\nNotes\n");
      notes.forEach(note -> out.append("  ").append(note).append('\n'));
    }
    return out.toString();
  }

  private static String line(Row row) {
    return line(
        row.label(),
        row.unit(),
        cell(row.carillon()),
        cell(row.relay()),
        cell(row.ratio()),
        goal(row));
  }

  private static String line(Object... columns) {
    return String.format(Locale.ROOT, "  %-34s %-4s %26s %26s %20s  %s", columns).stripTrailing()
        + "\n";
  }

  private static String goal(Row row) {
    if (row.goal() == null) {
      return "";
    }
    String limit = "≤ " + number(row.goal());
    if (row.ratio() == null) {
      return limit;
    }
    return limit + (row.ratio().median() <= row.goal() ? "  met" : "  missed");
  }

  private static String cell(Spread spread) {
    if (spread == null) {
      return "–";
    }
    String median = number(spread.median());
    return spread.min() == spread.max()
        ? median
        : median + " (" + number(spread.min()) + "–" + number(spread.max()) + ")";
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    int digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
