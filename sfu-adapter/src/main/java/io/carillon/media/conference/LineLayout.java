package io.carillon.media.conference;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Gives each source its m-line, by the rules of RFC 9429, section 5.2.2: no line ever goes or
 * moves. One that is not needed any more gets port 0 in the next offer; the offers after that may
 * give it to another source of any type, under a new mid.
 */
final class LineLayout {
  private final List<Line> lines;
  private final SortedSet<Integer> free = new TreeSet<>();
  private int nextMid;

  private LineLayout(List<Line> before, List<LineUse> wanted) {
    lines = new ArrayList<>(before);
    nextMid = before.stream().mapToInt(Line::mid).max().orElse(-1) + 1;
    for (int i = 0; i < lines.size(); i++) {
      keepOrClose(i, wanted);
    }
  }

  /**
   * The lines of the next offer.
   *
   * @param before those of the last one, which the client has answered
   */
  static List<Line> arrange(List<Line> before, List<LineUse> wanted) {
    LineLayout layout = new LineLayout(before, wanted);
    for (LineUse use : wanted) {
      if (layout.lines.stream().noneMatch(line -> line.isFor(use))) {
        layout.place(use);
      }
    }
    return List.copyOf(layout.lines);
  }

  private void keepOrClose(int index, List<LineUse> wanted) {
    Line line = lines.get(index);
    LineUse present = wanted.stream().filter(line::isFor).findFirst().orElse(null);
    if (line.open()) {
      lines.set(index, present == null ? line.closed() : Line.opened(line.mid(), present));
    } else if (present == null) {
      free.add(index);
    }
  }

  private void place(LineUse use) {
    Line line = Line.opened(nextMid++, use);
    if (free.isEmpty()) {
      lines.add(line);
    } else {
      lines.set(freeFor(use.type()), line);
    }
  }

  /** One that had the same type before, where there is one: the smaller change. */
  private int freeFor(MediaType type) {
    int index =
        free.stream().filter(i -> lines.get(i).type() == type).findFirst().orElse(free.first());
    free.remove(index);
    return index;
  }
}
