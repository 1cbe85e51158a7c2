import type { LocalMediaOptions } from "./call.js";
import type { CallView, DeviceRef, MediaKind, Topology, UserInfo } from "./protocol.js";
import { uuidV7 } from "./uuid.js";

/**
 * What a call is made for. `auto`, the default: two are connected to each other, and all move onto a videobridge when a third
 * enters, where the service has one. `direct`: never on a bridge. `sfu`: from the first answer on a bridge, and never otherwise.
 */
export type TopologyWish = "auto" | Topology;

/** How to ring somebody. */
export interface InviteOptions extends LocalMediaOptions {
  readonly media: MediaKind;
  /** A group call, also where one user alone is rung. */
  readonly group?: boolean;
  readonly topology?: TopologyWish;
  /** 5,000 to 180,000; the service's default is 60,000. */
  readonly ringTimeoutMs?: number;
  readonly userInfo?: UserInfo;
  /** Cancels, also before the invitation is out; the promise then rejects with `call_ended`. */
  readonly signal?: AbortSignal;
}

/** Which call to enter: a running group call, or a room. */
export type JoinTarget =
  | { readonly callId: string }
  | {
      readonly room: string;
      /** What is opened, and what a room that is created begins as. */
      readonly media: MediaKind;
      /** Whether a room in which nobody is is opened; without it that rejects with `call_not_found`. */
      readonly create?: boolean;
      readonly topology?: TopologyWish;
    };

/** The call as it is until the service has answered. */
export function draft(from: DeviceRef, createdAt: number, to: readonly string[], { media, userInfo, group }: InviteOptions): CallView {
  const flags = { audio: false, video: false, screen: false, hold: false };
  return {
    callId: uuidV7(Date.now()),
    version: 0,
    epoch: 0,
    media,
    topology: "direct",
    state: "ringing",
    group: group === true || to.length > 1,
    from,
    createdAt,
    parties: [
      { ...from, instance: 1, state: "connecting", media: flags },
      ...to.map((userId) => ({ userId, instance: 1, state: "invited" as const, media: flags })),
    ],
    ...(userInfo === undefined ? {} : { userInfo }),
  };
}
