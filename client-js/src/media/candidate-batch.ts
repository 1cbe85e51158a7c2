/** How long candidates are gathered before they leave together, in milliseconds. */
const WINDOW_MS = 20;
/** Most candidates in one message (protocol, `welcome.limits`). */
const MAX_PER_MESSAGE = 64;

/**
 * Trickled ICE candidates on their way out (RFC 8838), several to a message. They are held while the description
 * that they belong to has not been sent.
 */
export class CandidateBatch {
  private readonly waiting: RTCIceCandidateInit[] = [];
  private ended = false;
  private held = true;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (candidates: RTCIceCandidateInit[], end: boolean) => void) {}

  add(candidate: RTCIceCandidateInit): void {
    this.waiting.push(candidate);
    this.schedule();
  }

  /** Gathering is complete. */
  end(): void {
    this.ended = true;
    this.schedule();
  }

  hold(): void {
    this.held = true;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  release(): void {
    this.held = false;
    if (this.waiting.length > 0 || this.ended) this.schedule();
  }

  /** Drops what waits: a new offer makes the candidates of an earlier one worthless. */
  clear(): void {
    this.hold();
    this.waiting.length = 0;
    this.ended = false;
  }

  private schedule(): void {
    if (this.held) return;
    this.timer ??= setTimeout(() => this.flush(), WINDOW_MS);
  }

  private flush(): void {
    this.timer = undefined;
    do {
      const candidates = this.waiting.splice(0, MAX_PER_MESSAGE);
      const end = this.ended && this.waiting.length === 0;
      this.send(candidates, end);
    } while (this.waiting.length > 0);
    this.ended = false;
  }
}
