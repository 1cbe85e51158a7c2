package io.carillon.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of the comparison.
 *
 * @param section heading that it stands under
 * @param label what was measured
 * @param unit its unit
 * @param carillon Carillon's values over the rounds, or null if it was not measured
 * @param relay the relay's, or null if it was not measured
 * @param ratio Carillon's by the relay's, round by round (neighbours in time are compared, so that
 *     a machine that changes its speed does less harm), or null
 * @param goal the greatest ratio that is wanted, or null
 */
public record Row(
    String section,
    String label,
    String unit,
    Spread carillon,
    Spread relay,
    Spread ratio,
    Double goal) {

  static Row of(
      String section,
      String label,
      String unit,
      List<Double> carillon,
      List<Double> relay,
      Double goal) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(carillon.size(), relay.size()); i++) {
      ratios.add(carillon.get(i) / relay.get(i));
    }
    return new Row(section, label, unit, spread(carillon), spread(relay), spread(ratios), goal);
  }

  private static Spread spread(List<Double> values) {
    return values.isEmpty() ? null : Spread.of(values);
  }
}
