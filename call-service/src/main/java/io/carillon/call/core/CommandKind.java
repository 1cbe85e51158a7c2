package io.carillon.call.core;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of {@link CallCommand}, by the names under which they are stored and sent. */
public enum CommandKind {
  CREATE("create", CallCommand.Create.class),
  CONVENE("convene", CallCommand.Convene.class),
  PREPARED("prepared", CallCommand.Prepared.class),
  WITHDRAW("withdraw", CallCommand.Withdraw.class),
  GET("get", CallCommand.Get.class),
  LOOK("look", CallCommand.Look.class),
  RINGING("ringing", CallCommand.Ringing.class),
  ACCEPT("accept", CallCommand.Accept.class),
  REJECT("reject", CallCommand.Reject.class),
  HANGUP("hangup", CallCommand.Hangup.class),
  ADD("add", CallCommand.Add.class),
  SUMMON("summon", CallCommand.Summon.class),
  JOIN("join", CallCommand.Join.class),
  UPDATE("update", CallCommand.Update.class),
  TRANSFER("transfer", CallCommand.Transfer.class),
  MUTE("mute", CallCommand.Mute.class),
  SILENCE("silence", CallCommand.Silence.class),
  EXPEL("expel", CallCommand.Expel.class),
  SET_MEDIA("set_media", CallCommand.SetMedia.class),
  REPORT_CONNECTION("report_connection", CallCommand.ReportConnection.class),
  CROSS("cross", CallCommand.Cross.class),
  GIVE_WAY("give_way", CallCommand.GiveWay.class),
  END("end", CallCommand.End.class),
  REMOVE("remove", CallCommand.Remove.class),
  BRIDGE_LOST("bridge_lost", CallCommand.BridgeLost.class),
  RECORDED("recorded", CallCommand.Recorded.class),
  RESTATE("restate", CallCommand.Restate.class),
  SESSION_OPENED("session_opened", CallCommand.SessionOpened.class),
  SESSION_LOST("session_lost", CallCommand.SessionLost.class),
  SESSION_RESUMED("session_resumed", CallCommand.SessionResumed.class),
  SESSION_CLOSED("session_closed", CallCommand.SessionClosed.class),
  TICK("tick", CallCommand.Tick.class);

  private static final Map<Class<? extends CallCommand>, CommandKind> BY_TYPE =
      Arrays.stream(values()).collect(Collectors.toMap(CommandKind::type, Function.identity()));
  private static final Map<String, CommandKind> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(CommandKind::code, Function.identity()));

  private final String code;
  private final Class<? extends CallCommand> type;

  CommandKind(String code, Class<? extends CallCommand> type) {
    this.code = code;
    this.type = type;
  }

  /** The stored name. */
  public String code() {
    return code;
  }

  /** The record of this kind. */
  public Class<? extends CallCommand> type() {
    return type;
  }

  /** The kind of a command. */
  public static CommandKind of(CallCommand command) {
    return BY_TYPE.get(command.getClass());
  }

  /**
   * The kind of that stored name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static CommandKind of(String code) {
    CommandKind kind = BY_CODE.get(code);
    if (kind == null) {
      throw new IllegalArgumentException("no such command kind");
    }
    return kind;
  }
}
