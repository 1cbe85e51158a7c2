package io.carillon.media.conference;

/**
 * In how many sizes a client may send a picture. The bridge can't tell by RIDs which is which, so
 * nothing of {@code a=rid} or {@code a=simulcast} is offered.
 */
public enum VideoLayers {
  /**
   * One stream, which every JSEP client can send. With VP9 and AV1 it has the layers of scalable
   * coding where the client sets a {@code scalabilityMode}; SDP says nothing of it.
   */
  ONE_STREAM,
  /** Also a {@code SIM} group of streams, which clients make that edit their answer. */
  SIM_GROUP
}
