import type { CallSession } from "./call-session.js";

/** How long the tracks of a call that gave way wait for the call that takes its place, in milliseconds. */
const HANDOVER_MS = 10_000;

/** A call of this device that gave way to one by the same user, which has not come yet. */
export class GivenWay {
  private session: CallSession | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  keep(session: CallSession): void {
    this.forget();
    this.session = session;
    this.timer = setTimeout(() => this.forget(), HANDOVER_MS);
  }

  /** The one that called that user. */
  to(userId: string): CallSession | undefined {
    return this.session?.peer.userId === userId ? this.session : undefined;
  }

  /** Closes what nobody took over. */
  forget(): void {
    clearTimeout(this.timer);
    this.session?.mediaSide.close();
    this.session = undefined;
  }
}
