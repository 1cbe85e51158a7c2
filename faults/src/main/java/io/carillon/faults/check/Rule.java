package io.carillon.faults.check;

import java.util.List;

/** One thing that must hold whatever happens to a node. */
interface Rule {

  /** What it is called in reports. */
  String name();

  /** Where it does not hold. */
  List<Violation> brokenBy(Evidence evidence);

  /** That it does not hold. */
  default Violation violation(String subject, long at, String what) {
    return new Violation(name(), subject, at, what);
  }
}
