/**
 * Delays between attempts: random below a bound that doubles ("full jitter"), so that the clients of a
 * node that went away do not come back at the same moment.
 */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly minMs: number,
    private readonly maxMs: number,
  ) {}

  /** The next delay, in milliseconds. */
  next(): number {
    const bound = Math.min(this.maxMs, this.minMs * 2 ** this.attempts);
    this.attempts += 1;
    return Math.random() * bound;
  }

  reset(): void {
    this.attempts = 0;
  }
}
