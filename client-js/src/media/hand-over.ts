import type { CallFacts } from "../call-facts.js";
import { isIn } from "../call-view.js";
import type { BridgeMedia } from "./bridge-media.js";
import type { DirectPaths } from "./direct-paths.js";

/** How long the service still relays for connections of before (protocol, section 4, epochs), in milliseconds. */
const RELAYED_FOR_MS = 30_000;
/** The other side may see a little later what this one sees: for so long the old path is kept, in milliseconds. */
const LINGER_MS = 2_000;

/**
 * Moves a call between direct connections and a bridge: those of before are kept until the new ones carry media, so that
 * nobody hears the change.
 */
export class HandOver {
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly leaving = new Set<string>();

  constructor(
    private readonly call: CallFacts,
    private readonly direct: DirectPaths,
    private readonly bridge: BridgeMedia,
    private readonly dropped: () => void,
  ) {}

  /** The call is on a bridge, or no longer. */
  begin(): void {
    this.stop();
    const { epoch } = this.call;
    this.after(RELAYED_FOR_MS, () => {
      if (this.call.epoch !== epoch) return;
      if (this.call.topology === "sfu") for (const userId of this.direct.users) this.direct.drop(userId);
      else this.bridge.close();
      this.dropped();
    });
  }

  /** Something has connected or arrived. */
  settle(): void {
    if (this.call.topology === "sfu") this.leaveDirect();
    else if (this.bridge.isThere && this.isDirect) this.closeBridge();
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.leaving.clear();
  }

  private leaveDirect(): void {
    if (!this.bridge.isConnected) return;
    for (const userId of this.direct.users) {
      if (this.leaving.has(userId) || this.bridge.streamsOf(userId).main === undefined) continue;
      this.leaving.add(userId);
      this.after(LINGER_MS, () => {
        this.leaving.delete(userId);
        this.direct.drop(userId);
        this.dropped();
      });
    }
  }

  private closeBridge(): void {
    this.bridge.close();
    this.dropped();
  }

  /** Whether everybody who is in is reached without the bridge. */
  private get isDirect(): boolean {
    const present = this.call.peers.filter(({ userId }) => {
      const party = this.call.partyOf(userId);
      return party !== undefined && isIn(party) && party.state !== "reconnecting";
    });
    return present.every(({ userId }) => this.direct.known(userId)?.connection === "connected");
  }

  private after(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, delayMs);
    this.timers.add(timer);
  }
}
