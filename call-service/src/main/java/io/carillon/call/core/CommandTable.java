package io.carillon.call.core;

import static io.carillon.call.core.CommandTable.Rule.AGAIN;
import static io.carillon.call.core.CommandTable.Rule.APPLY;
import static io.carillon.call.core.CommandTable.Rule.IGNORE;
import static io.carillon.call.core.CommandTable.Rule.INVALID;
import static io.carillon.call.core.CommandTable.Rule.NOT_FOUND;
import static io.carillon.call.core.CommandTable.Rule.OVER;

import io.carillon.protocol.CallState;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Which command is legal in which state of a call. The one place where this is said. */
final class CommandTable {

  /** What a state makes of a command. */
  enum Rule {
    /** It is carried out, if it comes from one who may give it. */
    APPLY,
    /** Fine, and changes nothing, from the one who did it before; refused to anybody else. */
    AGAIN,
    /** Nothing happens. */
    IGNORE,
    /** Refused: {@code call_not_found}. */
    NOT_FOUND,
    /** Refused: {@code invalid_state}. */
    INVALID,
    /** Refused: {@code call_ended}. */
    OVER
  }

  private record Row(Rule none, Map<CallState, Rule> byState) {}

  private static final Map<CommandKind, Row> ROWS = new EnumMap<>(CommandKind.class);

  static {
    // command                             none       preparing  ringing  active   ended
    row(CommandKind.CREATE, /*           */ APPLY, /**/ AGAIN, /**/ AGAIN, AGAIN, AGAIN);
    row(CommandKind.CONVENE, /*          */ APPLY, /**/ INVALID, INVALID, INVALID, INVALID);
    row(CommandKind.PREPARED, /*         */ IGNORE, /*  */ APPLY, APPLY, APPLY, IGNORE);
    row(CommandKind.WITHDRAW, /*         */ IGNORE, /*  */ APPLY, IGNORE, IGNORE, IGNORE);
    row(CommandKind.GET, /*              */ NOT_FOUND, NOT_FOUND, APPLY, APPLY, APPLY);
    row(CommandKind.LOOK, /*             */ IGNORE, /*  */ IGNORE, IGNORE, IGNORE, IGNORE);
    row(CommandKind.RINGING, /*          */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.ACCEPT, /*           */ NOT_FOUND, INVALID, APPLY, APPLY, AGAIN);
    row(CommandKind.REJECT, /*           */ NOT_FOUND, INVALID, APPLY, APPLY, AGAIN);
    row(CommandKind.HANGUP, /*           */ NOT_FOUND, APPLY, APPLY, APPLY, AGAIN);
    row(CommandKind.ADD, /*              */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.SUMMON, /*           */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.JOIN, /*             */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.UPDATE, /*           */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.TRANSFER, /*         */ NOT_FOUND, INVALID, INVALID, APPLY, OVER);
    row(CommandKind.MUTE, /*             */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.SILENCE, /*          */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.EXPEL, /*            */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.SET_MEDIA, /*        */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.REPORT_CONNECTION, /**/ NOT_FOUND, INVALID, IGNORE, APPLY, OVER);
    row(CommandKind.CROSS, /*            */ NOT_FOUND, APPLY, APPLY, APPLY, OVER);
    row(CommandKind.GIVE_WAY, /*         */ NOT_FOUND, APPLY, APPLY, APPLY, IGNORE);
    row(CommandKind.END, /*              */ NOT_FOUND, APPLY, APPLY, APPLY, OVER);
    row(CommandKind.REMOVE, /*           */ NOT_FOUND, INVALID, APPLY, APPLY, OVER);
    row(CommandKind.BRIDGE_LOST, /*      */ IGNORE, /*  */ IGNORE, IGNORE, APPLY, APPLY);
    row(CommandKind.RECORDED, /*         */ IGNORE, /*  */ IGNORE, IGNORE, IGNORE, APPLY);
    row(CommandKind.RESTATE, /*          */ IGNORE, /*  */ IGNORE, APPLY, APPLY, APPLY);
    row(CommandKind.SESSION_OPENED, /*   */ IGNORE, /*  */ APPLY, APPLY, APPLY, IGNORE);
    row(CommandKind.SESSION_LOST, /*     */ IGNORE, /*  */ APPLY, APPLY, APPLY, IGNORE);
    row(CommandKind.SESSION_RESUMED, /*  */ IGNORE, /*  */ APPLY, APPLY, APPLY, IGNORE);
    row(CommandKind.SESSION_CLOSED, /*   */ IGNORE, /*  */ APPLY, APPLY, APPLY, IGNORE);
    row(CommandKind.TICK, /*             */ IGNORE, /*  */ APPLY, APPLY, APPLY, APPLY);
  }

  private CommandTable() {}

  /** The rule for a command on a call, or on none. */
  static Rule rule(CommandKind kind, Call call) {
    Row row = ROWS.get(kind);
    return call == null ? row.none() : row.byState().get(call.state());
  }

  /** The table as text, a command a line. */
  static String print() {
    StringBuilder text = new StringBuilder();
    line(text, "command", "none", "preparing", "ringing", "active", "ended");
    for (CommandKind kind : CommandKind.values()) {
      Row row = ROWS.get(kind);
      line(
          text,
          kind.code(),
          word(row.none()),
          word(row.byState().get(CallState.PREPARING)),
          word(row.byState().get(CallState.RINGING)),
          word(row.byState().get(CallState.ACTIVE)),
          word(row.byState().get(CallState.ENDED)));
    }
    return text.toString();
  }

  private static void row(
      CommandKind kind, Rule none, Rule preparing, Rule ringing, Rule active, Rule ended) {
    Map<CallState, Rule> byState = new EnumMap<>(CallState.class);
    byState.put(CallState.PREPARING, preparing);
    byState.put(CallState.RINGING, ringing);
    byState.put(CallState.ACTIVE, active);
    byState.put(CallState.ENDED, ended);
    ROWS.put(kind, new Row(none, byState));
  }

  private static void line(StringBuilder text, String command, String... cells) {
    text.append(String.format(Locale.ROOT, "%-17s", command));
    for (String cell : cells) {
      text.append(' ').append(String.format(Locale.ROOT, "%-9s", cell));
    }
    text.setLength(text.toString().stripTrailing().length());
    text.append('\n');
  }

  private static String word(Rule rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }
}
