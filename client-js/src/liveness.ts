/** How long an answer to `ping` may take, in milliseconds. */
const PONG_TIMEOUT_MS = 10_000;
/** The same where the network is known to have changed. */
const SUSPECT_TIMEOUT_MS = 3_000;

/**
 * Finds a dead socket. WebSocket pings of the server are invisible to a page, so the client asks with a
 * `ping` of its own whenever nothing came for a ping interval.
 */
export class Liveness {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private idleMs = 0;

  constructor(
    private readonly ping: () => void,
    private readonly dead: () => void,
  ) {}

  start(pingIntervalMs: number): void {
    this.idleMs = pingIntervalMs;
    this.heard();
  }

  stop(): void {
    this.idleMs = 0;
    clearTimeout(this.timer);
  }

  /** Something came in. */
  heard(): void {
    if (this.idleMs === 0) return;
    this.schedule(this.idleMs, () => this.ask(Math.min(PONG_TIMEOUT_MS, this.idleMs)));
  }

  /** Asks now. */
  suspect(): void {
    if (this.idleMs > 0) this.ask(SUSPECT_TIMEOUT_MS);
  }

  private ask(timeoutMs: number): void {
    this.schedule(timeoutMs, this.dead);
    this.ping();
  }

  private schedule(delayMs: number, action: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(action, delayMs);
  }
}
