import type { CallView, MediaFlags } from "../../src/index.js";

const FLAGS: MediaFlags = { audio: true, video: true, screen: false, hold: false };

/** A call from bob's phone to alice that rings, unless said otherwise. */
export function callView(changes: Partial<CallView> = {}): CallView {
  return {
    callId: "c1",
    version: 1,
    epoch: 0,
    media: "video",
    topology: "direct",
    state: "ringing",
    from: { userId: "bob", deviceId: "phone" },
    createdAt: 1_795_190_000_000,
    expiresAt: 1_795_190_060_000,
    parties: [
      { userId: "bob", deviceId: "phone", instance: 0, state: "connecting", media: FLAGS },
      { userId: "alice", instance: 0, state: "invited", media: FLAGS },
    ],
    ...changes,
  };
}
