import type { MediaStats } from "../protocol.js";

/** Received bytes at a moment, to tell the bit rate from the next. */
export interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/**
 * Sums up a connection's statistics under the protocol's names, from W3C WebRTC statistics: what is received, and the
 * round-trip time of the candidate pair in use.
 */
export function summarize(report: RTCStatsReport, previous: Sample | undefined): { readonly stats: MediaStats; readonly sample: Sample } {
  let packetsLost = 0;
  let packetsReceived = 0;
  let bytes = 0;
  let atMs = 0;
  let jitterMs: number | undefined;
  let framesPerSecond: number | undefined;
  let rttMs: number | undefined;

  report.forEach((entry: RTCStats) => {
    if (entry.type === "inbound-rtp") {
      const inbound = entry as RTCInboundRtpStreamStats;
      packetsLost += inbound.packetsLost ?? 0;
      packetsReceived += inbound.packetsReceived ?? 0;
      bytes += inbound.bytesReceived ?? 0;
      atMs = Math.max(atMs, inbound.timestamp);
      if (inbound.jitter !== undefined) jitterMs = Math.max(jitterMs ?? 0, inbound.jitter * 1000);
      if (inbound.kind === "video") framesPerSecond = inbound.framesPerSecond ?? framesPerSecond;
    } else if (entry.type === "candidate-pair") {
      const pair = entry as RTCIceCandidatePairStats;
      const inUse = pair.nominated === true && pair.state === "succeeded";
      if (inUse && pair.currentRoundTripTime !== undefined) rttMs = pair.currentRoundTripTime * 1000;
    }
  });

  // Bits in a millisecond are kilobits in a second.
  const elapsedMs = previous === undefined ? 0 : atMs - previous.atMs;
  const bitrateKbps = previous !== undefined && elapsedMs > 0 ? ((bytes - previous.bytes) * 8) / elapsedMs : undefined;
  return {
    stats: {
      // A count of lost packets may go below zero through duplicates (RFC 3550, section 6.4.1).
      packetsLost: Math.max(0, packetsLost),
      packetsReceived,
      ...optional("rttMs", rttMs),
      ...optional("jitterMs", jitterMs),
      ...optional("bitrateKbps", bitrateKbps),
      ...optional("framesPerSecond", framesPerSecond),
    },
    sample: { atMs, bytes },
  };
}

function optional<K extends keyof MediaStats>(key: K, value: number | undefined): MediaStats {
  return value === undefined ? {} : { [key]: Math.round(value * 10) / 10 };
}
