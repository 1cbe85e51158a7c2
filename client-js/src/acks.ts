/** Acknowledges after so many events at the latest. */
const MAX_UNACKED = 20;
/** Acknowledges after so many milliseconds at the latest. */
const MAX_DELAY_MS = 1_000;

/** Counts the events of a session and acknowledges them together (protocol, section 2). */
export class Acks {
  private acked = 0;
  private seen = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (seq: number) => void) {}

  /** The last event that was handled. */
  get lastSeq(): number {
    return this.seen;
  }

  /** Whether this event came before, on an earlier socket. */
  isKnown(seq: number): boolean {
    return seq <= this.seen;
  }

  handled(seq: number, urgent: boolean): void {
    this.seen = seq;
    if (urgent || seq - this.acked >= MAX_UNACKED) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), MAX_DELAY_MS);
  }

  /** A socket took up the session at this event; `hello` has acknowledged it. */
  restart(seq: number): void {
    this.pause();
    this.seen = seq;
    this.acked = seq;
  }

  /** No socket to send on. */
  pause(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private flush(): void {
    this.pause();
    this.acked = this.seen;
    this.send(this.seen);
  }
}
