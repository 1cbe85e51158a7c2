import type { CarillonError } from "./errors.js";
import type { Subscribable } from "./emitter.js";
import type { DeviceRef, EndReason, MediaFlags, MediaKind, Party, UserInfo } from "./protocol.js";

/**
 * The media path to the other party: `connecting` until the first packet may flow, `reconnecting` while
 * ICE is being restarted or the other party comes back, `failed` when ICE gave up (a restart is under way).
 */
export type MediaConnection = "connecting" | "connected" | "reconnecting" | "failed";

/** How a call ended for this device. */
export interface CallEnd {
  readonly reason: EndReason;
  /** The user who ended it, where a user did. */
  readonly by?: string;
  /** Milliseconds from answer to end; 0 for a call that nobody answered. */
  readonly durationMs: number;
  readonly userInfo?: UserInfo;
}

/** Another device of the same user settled the invitation. */
export interface HandledElsewhere {
  readonly outcome: "accepted" | "declined" | "busy";
  /** That other device. */
  readonly deviceId: string;
}

export interface CallEvents {
  /** `call.state` changed; the payload is the call, to be narrowed by its `state`. */
  state: Call;
  /** A device of the callee alerts its user. */
  ringing: DeviceRef;
  /** Own stream, when it is there and whenever its tracks change. */
  localStream: MediaStream;
  /** The other party's stream, when its first track arrives and each time it is a new one. */
  remoteStream: MediaStream;
  /** One track of the other party arrived. */
  remoteTrack: { readonly track: MediaStreamTrack; readonly stream: MediaStream };
  /** What the other party sends (mute, camera, hold) changed. */
  remoteMedia: MediaFlags;
  /** What this device sends changed. */
  localMedia: MediaFlags;
  /** The media path changed. */
  connection: MediaConnection;
  /** The other party lost its signaling connection; it has a grace of 30 s to return. Media may still flow. */
  reconnecting: DeviceRef;
  /** The other party is back. */
  reconnected: DeviceRef;
  /** Another own device settled this invitation: stop ringing. */
  handledElsewhere: HandledElsewhere;
  /** The call is over. */
  ended: CallEnd;
  /** Something failed that no promise reports; the call goes on. */
  error: CarillonError;
}

/** Where a call's own tracks come from. */
export interface LocalMediaOptions {
  /** An open stream to send; the SDK stops neither it nor its tracks. Without it the SDK opens microphone and camera. */
  readonly stream?: MediaStream;
  /** Microphone constraints; `false` starts without a microphone. Default `true`. */
  readonly audio?: boolean | MediaTrackConstraints;
  /** Camera constraints; `false` starts without a camera. Default: as the call's media says. */
  readonly video?: boolean | MediaTrackConstraints;
}

export interface AcceptOptions extends LocalMediaOptions {
  readonly userInfo?: UserInfo;
}

interface CallBase extends Subscribable<CallEvents> {
  readonly id: string;
  /** What the call was begun as; the camera may be turned on in an audio call too. */
  readonly media: MediaKind;
  readonly direction: "incoming" | "outgoing";
  /** The other user. */
  readonly peer: { readonly userId: string; readonly deviceId?: string };
  /** Milliseconds since 1970, the service's clock. */
  readonly createdAt: number;
  readonly userInfo: UserInfo | undefined;
  /** All parties, the creator first. */
  readonly parties: readonly Party[];
}

/** An invitation to this user that nobody has answered yet. */
export interface IncomingCall extends CallBase {
  readonly state: "incoming";
  /** When ringing ends; milliseconds since 1970, the service's clock. */
  readonly expiresAt: number | undefined;
  /**
   * Opens microphone and camera and answers.
   * @throws CarillonError `answered_elsewhere`, `call_ended`, `media_unavailable` (the call still rings then)
   */
  accept(options?: AcceptOptions): Promise<ActiveCall>;
  /** Declines on all devices of this user. */
  reject(reason?: "declined" | "busy", userInfo?: UserInfo): Promise<void>;
}

/** An invitation by this device that nobody has answered yet. */
export interface OutgoingCall extends CallBase {
  readonly state: "outgoing";
  readonly expiresAt: number | undefined;
  /** `calling` until a device of the callee alerts (`ringing`) or a push provider took the wake-up (`pushed`). */
  readonly progress: "calling" | "pushed" | "ringing";
  readonly localStream: MediaStream | undefined;
  /** Cancels. */
  hangup(userInfo?: UserInfo): Promise<void>;
}

/** Answered, and carried by this device. */
export interface ActiveCall extends CallBase {
  readonly state: "active";
  /** When it was answered; milliseconds since 1970, the service's clock. */
  readonly startedAt: number;
  readonly connection: MediaConnection;
  readonly localStream: MediaStream | undefined;
  readonly remoteStream: MediaStream | undefined;
  readonly localMedia: MediaFlags;
  readonly remoteMedia: MediaFlags;
  /** Mutes and unmutes; opens the microphone where the call began without one. */
  setMicrophone(on: boolean): Promise<void>;
  /** Off releases the camera. On opens it (again), in a call begun as audio too. */
  setCamera(on: boolean): Promise<void>;
  /** Silences both directions without ending the call. */
  setHold(on: boolean): Promise<void>;
  hangup(userInfo?: UserInfo): Promise<void>;
}

/**
 * Answered, and this device's part in it, but its media connection is gone: the page was loaded anew.
 * The other party waits for the rest of its grace.
 */
export interface DetachedCall extends CallBase {
  readonly state: "detached";
  readonly startedAt: number;
  /** Opens microphone and camera again and takes up the call with a new media connection. */
  rejoin(options?: LocalMediaOptions): Promise<ActiveCall>;
  hangup(userInfo?: UserInfo): Promise<void>;
}

/** Over for this device, because another device of this user settled it. */
export interface ElsewhereCall extends CallBase {
  readonly state: "elsewhere";
  readonly handled: HandledElsewhere;
}

export interface EndedCall extends CallBase {
  readonly state: "ended";
  readonly end: CallEnd;
}

/**
 * One object for a call's whole life. What can be done with it depends on its state: narrow by
 * `call.state`. A call that moved on meanwhile rejects with `invalid_state`.
 */
export type Call = IncomingCall | OutgoingCall | ActiveCall | DetachedCall | ElsewhereCall | EndedCall;

/** Calls that are not over for this device. */
export type LiveCall = IncomingCall | OutgoingCall | ActiveCall | DetachedCall;

export type CallState = Call["state"];
