import type { CallFacts } from "../call-facts.js";
import type { MediaConnection, PeerPath } from "../peer.js";
import type { BridgeMedia } from "./bridge-media.js";
import type { DirectPaths } from "./direct-paths.js";
import type { Quality } from "./quality.js";

/** By which path each party is seen and heard: while a call moves, by the one that carries media. */
export class SeenPaths {
  constructor(
    private readonly call: CallFacts,
    private readonly direct: DirectPaths,
    private readonly bridge: BridgeMedia,
  ) {}

  of(userId: string): PeerPath {
    return this.isByBridge(userId) ? new PathByBridge(this.call, this.bridge, userId) : (this.direct.known(userId) ?? NO_PATH);
  }

  private isByBridge(userId: string): boolean {
    const isThere = this.bridge.streamsOf(userId).main !== undefined;
    const direct = this.direct.known(userId);
    if (this.call.topology === "sfu") return direct === undefined || (this.bridge.isConnected && isThere);
    return isThere && direct?.connection !== "connected";
  }
}

const NO_PATH: PeerPath = { connection: "connecting", remoteStream: undefined, screenStream: undefined, quality: undefined };

class PathByBridge implements PeerPath {
  constructor(
    private readonly call: CallFacts,
    private readonly bridge: BridgeMedia,
    private readonly userId: string,
  ) {}

  get connection(): MediaConnection {
    const { connection } = this.bridge;
    if (connection !== "connected") return connection;
    if (this.call.isCutOff(this.userId)) return "reconnecting";
    // Of who sends nothing the service alone knows that it is there.
    const isThere = this.remoteStream !== undefined || this.call.partyOf(this.userId)?.state === "connected";
    return isThere ? "connected" : "connecting";
  }

  get remoteStream(): MediaStream | undefined {
    return this.bridge.streamsOf(this.userId).main;
  }
  get screenStream(): MediaStream | undefined {
    return this.bridge.streamsOf(this.userId).screen;
  }
  get quality(): Quality | undefined {
    return this.bridge.qualityOf(this.userId);
  }
}
