import type { ActiveCall, Call, DetachedCall, IncomingCall, LiveCall, OutgoingCall } from "./call.js";
import type { TokenProvider } from "./credentials.js";
import type { CarillonError } from "./errors.js";
import type { ActivitySource } from "./idle.js";
import type { MediaPlatform, WebSocketConstructor } from "./platform.js";
import type { Device, Presence } from "./protocol.js";
import type { ResumeStore } from "./resume-store.js";
import type { ClientState } from "./session.js";

/** How a client connects, and on what platform it runs. */
export interface ClientOptions {
  /** The service: `wss://host/v1/ws`, or its `https://host` address. */
  readonly url: string;
  /** A JWT, or where to get a fresh one: at the first connect, when it expires, and when the service refuses it as expired. */
  readonly token: string | TokenProvider;
  readonly device: Device;
  /** Survives a page reload; see {@link webResumeStore}. */
  readonly resumeStore?: ResumeStore;
  readonly webSocket?: WebSocketConstructor;
  readonly media?: Partial<MediaPlatform>;
  /** Beside the ICE servers, which the service names; `iceTransportPolicy: "relay"` for instance. */
  readonly rtcConfiguration?: Omit<RTCConfiguration, "iceServers">;
  /** Reconnect delays, in milliseconds: full jitter below a bound that doubles. Default 300 to 10,000. */
  readonly backoff?: { readonly minMs: number; readonly maxMs: number };
  /** A request without an answer for so long, connection or not, rejects with `timeout`. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** How often a call's quality is measured and reported to the service, in milliseconds. Default 5,000; 0 never. */
  readonly statsIntervalMs?: number;
  /**
   * After so many milliseconds without a sign of a person this device counts as idle; the user is `away` when all devices are.
   * Without it, never.
   */
  readonly idleAfterMs?: number;
  /** Where signs of a person come from; default the page's keys, pointers and visibility. */
  readonly activity?: ActivitySource;
}

/** What a client tells. */
export interface ClientEvents {
  state: ClientState;
  /** Somebody calls this user. The service has been told that this device rings. */
  incoming: IncomingCall;
  /** Another device of this user hands a call over: `accept()` takes it up here. The offer stands for 20 s. */
  transferred: IncomingCall;
  /** After a reload: a call in which this device has a part. Call `rejoin()` on a `detached` one. */
  restored: DetachedCall | OutgoingCall;
  /** Two users called each other at once; the service kept the other invitation and connects it. Show `call` in place of `ended`. */
  replaced: { readonly ended: Call; readonly call: ActiveCall };
  /** The list `client.calls` changed, or a call in it did. */
  calls: readonly LiveCall[];
  /** Watched users whose presence changed. */
  presence: readonly Presence[];
  /** How many calls the user has missed and not seen, as told when a session begins. */
  missedCalls: number;
  /** The service closed for good: `replaced` (another window with the same device id), a refused token. */
  closed: { readonly reason: string; readonly error: CarillonError | undefined };
  /** Something failed that no promise reports. */
  error: CarillonError;
}
