package io.carillon.protocol;

/** What a client may send, as announced in {@code welcome}. */
public record Limits(
    int maxFrameBytes,
    int maxSdpBytes,
    int maxCandidatesPerMessage,
    int maxUserInfoBytes,
    int maxInvitees) {

  /** Bytes of a frame's text in UTF-8. */
  public static final int MAX_FRAME_BYTES = 64 * 1024;

  /** Bytes of an SDP in UTF-8. */
  public static final int MAX_SDP_BYTES = 32 * 1024;

  /** Candidates in one {@code media.candidates}. */
  public static final int MAX_CANDIDATES_PER_MESSAGE = 64;

  /** Bytes of a userInfo's JSON in UTF-8. */
  public static final int MAX_USER_INFO_BYTES = 4096;

  /** Users in one {@code call.invite}. */
  public static final int MAX_INVITEES = 32;

  /** Users in one presence request. */
  public static final int MAX_PRESENCE_USERS = 200;

  /** Characters of a request id. */
  public static final int MAX_REQUEST_ID_CHARS = 64;

  /** The limits of protocol version 1. */
  public static final Limits V1 =
      new Limits(
          MAX_FRAME_BYTES,
          MAX_SDP_BYTES,
          MAX_CANDIDATES_PER_MESSAGE,
          MAX_USER_INFO_BYTES,
          MAX_INVITEES);
}
