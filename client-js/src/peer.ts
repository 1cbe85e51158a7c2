import type { Quality } from "./media/quality.js";
import type { MediaFlags, PartyState, Tracks } from "./protocol.js";

/**
 * The media path to another party: `connecting` until the first packet may flow, `reconnecting` while
 * ICE is being restarted or the other party comes back, `failed` when ICE gave up (a restart is under way).
 */
export type MediaConnection = "connecting" | "connected" | "reconnecting" | "failed";

/** How another party is seen and heard. */
export type PeerPath = Pick<Peer, "connection" | "remoteStream" | "screenStream" | "quality">;

/**
 * Another party of a call, as it is now: the same object tells the new state after each event. Changes come as events of the
 * call which name the peer.
 */
export interface Peer {
  readonly userId: string;
  /** The device that is in the call; none while the user is being rung. */
  readonly deviceId: string | undefined;
  /** `invited`, `pushed` or `ringing` while being rung; `connecting`, `connected` or `reconnecting` when in; `left`. */
  readonly state: PartyState;
  /** Counts up when the user's device changes or comes back without its session. */
  readonly instance: number;
  /** What this party sends. */
  readonly media: MediaFlags;
  /** What the creator of the call, or an administrator, keeps this party from sending. */
  readonly muted: Tracks;
  /** The media path to this party. */
  readonly connection: MediaConnection;
  /** What comes from this party, once there is a track. In a call without a bridge a shared screen comes here, in the camera's place. */
  readonly remoteStream: MediaStream | undefined;
  /** The shared screen, where it comes beside the camera: in a call on a bridge. */
  readonly screenStream: MediaStream | undefined;
  /** How well this party is received, 5 the best; `undefined` until it was measured, and while nothing comes. */
  readonly quality: Quality | undefined;
}
