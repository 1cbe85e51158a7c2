package io.carillon.call.webhook;

import io.carillon.call.core.Call;
import io.carillon.call.core.Party;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an app is told of a call. Users who are unaware of the call are in none of it. Times are
 * milliseconds since the epoch; what does not apply is absent.
 *
 * @param userId whom it is about, where it is about one
 * @param deviceId the device of that user that is in, or was
 * @param peers the other users, {@value #MOST_PARTIES} at most; without {@code userId} those beside
 *     the creator
 * @param reason why the call is over, or the user out
 * @param by who ended the call
 * @param parties once the call is over, {@value #MOST_PARTIES} at most
 */
record CallReport(
    String callId,
    MediaKind media,
    Boolean group,
    String room,
    DeviceRef from,
    String userId,
    String deviceId,
    List<String> peers,
    EndReason reason,
    String by,
    long createdAt,
    Long startedAt,
    Long endedAt,
    Long durationMs,
    List<Part> parties,
    RawJson userInfo) {
  /** Through a room that is open for long more users may come than anybody wants to read of. */
  static final int MOST_PARTIES = 100;

  /** One user's part in a call that is over. */
  private record Part(
      String userId, String deviceId, EndReason reason, Long joinedAt, Long leftAt) {
    static Part of(Party party) {
      return new Part(
          party.userId(),
          deviceOf(party),
          party.reason(),
          orNull(party.joinedAt()),
          orNull(party.leftAt()));
    }
  }

  static CallReport of(Call call, RawJson userInfo) {
    boolean over = call.isEnded();
    return report(
        call,
        null,
        over ? call.end().reason() : null,
        over ? call.end().by() : null,
        over ? call.end().durationMs() : null,
        over ? aware(call).map(Part::of).limit(MOST_PARTIES).toList() : null,
        userInfo);
  }

  static CallReport of(Call call, Party about, RawJson userInfo) {
    return report(call, about, about.reason(), null, null, null, userInfo);
  }

  private static CallReport report(
      Call call,
      Party about,
      EndReason reason,
      String by,
      Long durationMs,
      List<Part> parties,
      RawJson userInfo) {
    String subject = about == null ? call.from().userId() : about.userId();
    return new CallReport(
        call.callId(),
        call.media(),
        call.group() ? true : null,
        call.room(),
        call.from(),
        about == null ? null : subject,
        about == null ? null : deviceOf(about),
        aware(call)
            .map(Party::userId)
            .filter(user -> !user.equals(subject))
            .limit(MOST_PARTIES)
            .toList(),
        reason,
        by,
        call.createdAt(),
        orNull(call.startedAt()),
        orNull(call.endedAt()),
        durationMs,
        parties,
        userInfo);
  }

  private static Stream<Party> aware(Call call) {
    return call.parties().stream().filter(party -> !party.unaware());
  }

  private static String deviceOf(Party party) {
    return party.session() == null ? null : party.session().deviceId();
  }

  private static Long orNull(long time) {
    return time == 0 ? null : time;
  }
}
