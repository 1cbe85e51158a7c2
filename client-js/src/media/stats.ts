import type { MediaStats } from "../protocol.js";
import type { Reception } from "./quality.js";

/** Counters at a moment; what happened since is told by the difference. */
export interface Sample {
  readonly atMs: number;
  readonly bytes: number;
  readonly packetsLost: number;
  readonly packetsReceived: number;
}

/** A connection's statistics, or some of them. */
export interface StatsEntries {
  forEach(each: (entry: RTCStats) => void): void;
}

/** What a connection's statistics say. */
export interface Summary {
  readonly stats: MediaStats;
  readonly sample: Sample;
  /** How it went since the sample before; absent without one, and where nothing came. */
  readonly reception: Reception | undefined;
}

/**
 * Sums up a connection's statistics under the protocol's names, from W3C WebRTC statistics: what is received, and the
 * round-trip time of the candidate pair in use.
 */
export function summarize(report: StatsEntries, previous: Sample | undefined): Summary {
  let packetsLost = 0;
  let packetsReceived = 0;
  let bytes = 0;
  let atMs = 0;
  let soundJitterMs: number | undefined;
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
      // A picture comes in bursts, which look like jitter and are none.
      if (inbound.jitter !== undefined && inbound.kind === "audio") soundJitterMs = inbound.jitter * 1000;
      if (inbound.kind === "video") framesPerSecond = inbound.framesPerSecond ?? framesPerSecond;
    } else if (entry.type === "candidate-pair") {
      const pair = entry as RTCIceCandidatePairStats;
      const inUse = pair.nominated === true && pair.state === "succeeded";
      if (inUse && pair.currentRoundTripTime !== undefined) rttMs = pair.currentRoundTripTime * 1000;
    }
  });

  const sample = { atMs, bytes, packetsLost, packetsReceived };
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
    sample,
    reception: receptionSince(previous, sample, { rttMs: rttMs ?? 0, jitterMs: soundJitterMs ?? jitterMs ?? 0 }),
  };
}

function receptionSince(
  previous: Sample | undefined,
  sample: Sample,
  path: { readonly rttMs: number; readonly jitterMs: number },
): Reception | undefined {
  if (previous === undefined) return undefined;
  const received = Math.max(0, sample.packetsReceived - previous.packetsReceived);
  const lost = Math.max(0, sample.packetsLost - previous.packetsLost);
  return received === 0 ? undefined : { lostShare: lost / (lost + received), ...path };
}

function optional<K extends keyof MediaStats>(key: K, value: number | undefined): MediaStats {
  return value === undefined ? {} : { [key]: Math.round(value * 10) / 10 };
}
