/** Five steps of call quality, 5 the best: best, high, medium, low and poor of ITU-T G.109. */
export type Quality = 1 | 2 | 3 | 4 | 5;

/** What was received in an interval. */
export interface Reception {
  /** Lost packets among those that were sent, 0 to 1. */
  readonly lostShare: number;
  readonly rttMs: number;
  readonly jitterMs: number;
}

/** R of a connection without delay and loss. */
const R_AT_BEST = 94.2;
/** Delay that people do not notice; beyond it conversation suffers much more, in milliseconds. */
const UNNOTICED_DELAY_MS = 177.3;
/** Robustness against random loss of a codec that conceals it (ITU-T G.113, appendix I: G.711 with concealment). */
const LOSS_ROBUSTNESS = 25.1;
/** Sound in one packet, in milliseconds. */
const PACKET_MS = 20;
/** Lower bounds of R for the steps 5 to 2 (ITU-T G.109, table 1). */
const STEPS = [90, 80, 70, 60] as const;

/**
 * The transmission rating R of the E-model (ITU-T G.107), by the approximation of R. Cole and J. Rosenbluth, "Voice over
 * IP Performance Monitoring", ACM SIGCOMM Computer Communication Review 31(2), 2001:
 * `R = 94.2 - Id - Ie`, `Id = 0.024 d + 0.11 (d - 177.3) H(d - 177.3)`.
 *
 * The impairment by loss is that of G.107, equation 7-29, for random loss and `Ie = 0`: `95 Ppl / (Ppl + Bpl)`, `Ppl` in percent. No
 * figures are published for Opus; those of the nearest codec stand in. The one-way delay `d` is half the round trip, one
 * packet, and a jitter buffer of twice the jitter.
 *
 * @returns 100 at most; below 50 hardly anybody is content
 */
export function transmissionRating({ lostShare, rttMs, jitterMs }: Reception): number {
  const delayMs = rttMs / 2 + PACKET_MS + 2 * jitterMs;
  const byDelay = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - UNNOTICED_DELAY_MS);
  const lostPercent = lostShare * 100;
  const byLoss = (95 * lostPercent) / (lostPercent + LOSS_ROBUSTNESS);
  return R_AT_BEST - byDelay - byLoss;
}

/** The step into which {@link transmissionRating} falls. */
export function qualityOf(reception: Reception): Quality {
  const rating = transmissionRating(reception);
  const step = STEPS.findIndex((bound) => rating >= bound);
  return ([5, 4, 3, 2] as const)[step] ?? 1;
}
