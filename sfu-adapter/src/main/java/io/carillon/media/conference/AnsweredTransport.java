package io.carillon.media.conference;

import io.carillon.media.conference.AnswerRefusedException.Reason;
import io.carillon.media.sdp.Attributes;
import io.carillon.media.sdp.SessionDescription;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the transport of a bundle. Its attributes stand in the first section, or above all
 * sections, as Firefox has its fingerprint.
 */
final class AnsweredTransport {
  /** RFC 8839, section 5.4. */
  private static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/]{4,256}");

  private static final Pattern PWD = Pattern.compile("[A-Za-z0-9+/]{22,256}");
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})*");

  /** Bytes of the hashes that are good enough for certificates. */
  private static final Map<String, Integer> HASHES =
      Map.of("sha-256", 32, "sha-384", 48, "sha-512", 64);

  private static final int MAX_FINGERPRINTS = 4;

  private final Attributes session;
  private final Attributes first;

  private AnsweredTransport(SessionDescription answer) {
    session = answer.attributes();
    first = answer.sections().getFirst().attributes();
  }

  static Transport read(SessionDescription answer) {
    return new AnsweredTransport(answer).transport();
  }

  private Transport transport() {
    if (!first.has("rtcp-mux")) {
      throw new AnswerRefusedException(Reason.NO_RTCP_MUX);
    }
    return new Transport(
        matching("ice-ufrag", UFRAG), matching("ice-pwd", PWD), fingerprints(), List.of());
  }

  private String matching(String name, Pattern pattern) {
    return values(name)
        .findFirst()
        .filter(value -> pattern.matcher(value).matches())
        .orElseThrow(() -> new AnswerRefusedException(Reason.NO_CREDENTIALS));
  }

  private List<Fingerprint> fingerprints() {
    DtlsSetup setup =
        values("setup")
            .findFirst()
            .flatMap(DtlsSetup::of)
            .filter(it -> it != DtlsSetup.ACTPASS)
            .orElseThrow(() -> new AnswerRefusedException(Reason.WRONG_SETUP));
    List<Fingerprint> fingerprints =
        values("fingerprint")
            .limit(MAX_FINGERPRINTS)
            .flatMap(value -> fingerprint(value, setup).stream())
            .toList();
    if (fingerprints.isEmpty()) {
      throw new AnswerRefusedException(Reason.NO_FINGERPRINT);
    }
    return fingerprints;
  }

  private static Optional<Fingerprint> fingerprint(String value, DtlsSetup setup) {
    int space = value.indexOf(' ');
    String hash = value.substring(0, Math.max(space, 0)).toLowerCase(Locale.ROOT);
    String bytes = value.substring(space + 1);
    Integer length = HASHES.get(hash);
    boolean fits =
        length != null && bytes.length() == length * 3 - 1 && HEX.matcher(bytes).matches();
    return fits ? Optional.of(new Fingerprint(hash, bytes, setup)) : Optional.empty();
  }

  private Stream<String> values(String name) {
    return first.has(name) ? first.values(name) : session.values(name);
  }
}
