/**
 * The session id of an SDP's origin line. It stays the same for the life of a peer connection (RFC 8829,
 * section 5.2.1), so another one means another peer connection.
 */
export function originSessionId(sdp: string): string | undefined {
  return /^o=\S+ (\S+) /m.exec(sdp)?.[1];
}

/** Whether a candidate is of that description's ICE generation; true where the candidate does not say. */
export function matchesGeneration(candidate: RTCIceCandidateInit, sdp: string): boolean {
  const fragment = candidate.usernameFragment;
  if (fragment === undefined || fragment === null) return true;
  return sdp.split(/\r?\n/).includes(`a=ice-ufrag:${fragment}`);
}
