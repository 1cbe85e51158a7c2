import type { CarillonError } from "./errors.js";
import type { Subscribable } from "./emitter.js";
import type { Quality } from "./media/quality.js";
import type { Peer, MediaConnection } from "./peer.js";
import type { DeviceRef, EndReason, MediaFlags, MediaKind, Party, ReceiveWishes, Topology, Tracks, UserInfo } from "./protocol.js";

/** How a call ended for this device. */
export interface CallEnd {
  readonly reason: EndReason;
  /** The user who ended it, where a user did. */
  readonly by?: string;
  /** Milliseconds from answer to end; 0 for a call that nobody answered. */
  readonly durationMs: number;
  readonly userInfo?: UserInfo;
}

/** Another device of the same user settled the invitation, or took over this device's part. */
export interface HandledElsewhere {
  readonly outcome: "accepted" | "declined" | "busy";
  /** That other device. */
  readonly deviceId: string;
}

/**
 * What a call tells. Those named after a peer tell of one other party and name it; they are all that a group needs, and come in
 * a call of two as well. `remoteStream`, `remoteTrack`, `remoteMedia`, `reconnecting` and `reconnected` are the same for
 * {@link Call | call.peer} alone.
 */
export interface CallEvents {
  /** `call.state` changed; the payload is the call, to be narrowed by its `state`. */
  state: Call;
  /** A device of a callee alerts its user. */
  ringing: DeviceRef;
  /** `call.peers` or the state of one of them changed: somebody is rung, answered, left, is away or back. */
  peers: readonly Peer[];
  /** A peer entered the call: answered, joined, or took over from another device of the same user. */
  peerJoined: Peer;
  /** A peer is out of the call and of `call.peers`; the reason is that of the protocol: `hangup`, `declined`, `no_answer`, … */
  peerLeft: { readonly peer: Peer; readonly reason: string | undefined };
  /** A peer lost its signaling connection; it has a grace of 30 s to return. Media may still flow. */
  peerReconnecting: Peer;
  /** That peer is back. */
  peerReconnected: Peer;
  /** A peer's stream, when its first track arrives and each time it is a new one. */
  peerStream: { readonly peer: Peer; readonly stream: MediaStream };
  /** One track of a peer arrived. */
  peerTrack: { readonly peer: Peer; readonly track: MediaStreamTrack; readonly stream: MediaStream };
  /** What a peer sends (mute, camera, screen, hold) changed: see `peer.media`. */
  peerMedia: Peer;
  /** The media path to a peer changed: see `peer.connection`. */
  peerConnection: Peer;
  /** A peer's shared screen began or ended, where it comes beside the camera: see `peer.screenStream`. */
  peerScreen: { readonly peer: Peer; readonly stream: MediaStream | undefined };
  /** How well a peer is received, measured anew every few seconds; told when the figure is another one. */
  quality: { readonly peer: Peer; readonly quality: Quality };
  /** Own stream, when it is there and whenever its tracks change. */
  localStream: MediaStream;
  /** What is shared of the own screen began, or ended (`undefined`), by whatever means. */
  localScreen: MediaStream | undefined;
  /** The other party's stream, when its first track arrives and each time it is a new one. */
  remoteStream: MediaStream;
  /** One track of the other party arrived. */
  remoteTrack: { readonly track: MediaStreamTrack; readonly stream: MediaStream };
  /** What the other party sends (mute, camera, screen, hold) changed. */
  remoteMedia: MediaFlags;
  /** What this device sends changed. */
  localMedia: MediaFlags;
  /** `call.connection` changed. */
  connection: MediaConnection;
  /** The other party lost its signaling connection; it has a grace of 30 s to return. Media may still flow. */
  reconnecting: DeviceRef;
  /** The other party is back. */
  reconnected: DeviceRef;
  /** A party's app said something of its own, see `update`. */
  updated: DeviceRef & { readonly userInfo: UserInfo };
  /**
   * A party, this one perhaps, must not send from now on what is true here, and may send the rest. This device obeys by
   * itself; what it may send again it sends when the user turns it on. Without `by` an administrator decided it.
   */
  muted: DeviceRef & Tracks & { readonly by?: string };
  /** How media flows is another way from now on, see `call.topology`. */
  topology: { readonly topology: Topology; readonly epoch: number; readonly interrupted: boolean };
  /** Who speaks, in a call on a videobridge; `recent`: who spoke lately, the latest first. */
  speaker: { readonly userId: string; readonly recent: readonly string[] };
  /** Whether a party's connection to the videobridge carries anything. */
  connectivity: { readonly userId: string; readonly active: boolean };
  /** A hand-over by this device came to nothing; the call goes on here. */
  notTransferred: { readonly reason: "declined" | "busy" | "no_answer" };
  /** Another own device settled this invitation, or took the call over: stop ringing, close the view. */
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

/** How to answer. */
export interface AcceptOptions extends LocalMediaOptions {
  readonly userInfo?: UserInfo;
}

/** How to leave. */
export interface HangupOptions {
  /** Ends a group call for all; its creator may, and who has the grant `admin`. Without it a group goes on for the others. */
  readonly everyone?: boolean;
  readonly userInfo?: UserInfo;
}

/** What every call has, whatever its state. */
export interface CallBase extends Subscribable<CallEvents> {
  readonly id: string;
  /** What the call was begun as; the camera may be turned on in an audio call too. */
  readonly media: MediaKind;
  readonly direction: "incoming" | "outgoing";
  /** Whether more than two can be in it. A call of two becomes a group by `add`, with its connection untouched. */
  readonly group: boolean;
  /** Whether media flows between the devices themselves or over a videobridge. */
  readonly topology: Topology;
  /** Counts up with each change of the topology or of the bridge. */
  readonly epoch: number;
  /** Whether media waits for a videobridge; the call goes on. */
  readonly interrupted: boolean;
  /** The room that this call fills, if it was entered by `client.join({ room })`. */
  readonly room: string | undefined;
  /** The other user; in a group the first of `peers`. */
  readonly peer: { readonly userId: string; readonly deviceId?: string };
  /** Everybody else in the call or being rung, in the order of `parties`; one object for each user. */
  readonly peers: readonly Peer[];
  /** Milliseconds since 1970, the service's clock. */
  readonly createdAt: number;
  readonly userInfo: UserInfo | undefined;
  /** All parties as the service names them, this user and those who left included; the creator first, invited ones last. */
  readonly parties: readonly Party[];
}

/** An invitation to this user that nobody has answered yet, or a call that another own device hands over. */
export interface IncomingCall extends CallBase {
  readonly state: "incoming";
  /** When ringing ends; milliseconds since 1970, the service's clock. */
  readonly expiresAt: number | undefined;
  /** Whether another own device hands its part over: it came by the client's event `transferred`, and nothing should ring. */
  readonly handOver: boolean;
  /**
   * Opens microphone and camera and answers. Other calls go on as they are; see `client.swap`.
   * @throws CarillonError `answered_elsewhere`, `call_ended`, `media_unavailable` (the call still rings then)
   */
  accept(options?: AcceptOptions): Promise<ActiveCall>;
  /** Declines on all devices of this user. A hand-over is merely not taken: the call goes on where it is. */
  reject(reason?: "declined" | "busy", userInfo?: UserInfo): Promise<void>;
}

/** An invitation by this device that nobody has answered yet. */
export interface OutgoingCall extends CallBase {
  readonly state: "outgoing";
  readonly expiresAt: number | undefined;
  /** `calling` until a device of a callee alerts (`ringing`) or a push provider took the wake-up (`pushed`). */
  readonly progress: "calling" | "pushed" | "ringing";
  readonly localStream: MediaStream | undefined;
  /** Rings more users; the call is a group from then on. */
  add(users: string | readonly string[]): Promise<void>;
  /** Cancels. */
  hangup(options?: HangupOptions): Promise<void>;
}

/** Answered, and carried by this device. */
export interface ActiveCall extends CallBase {
  readonly state: "active";
  /** When it was answered; milliseconds since 1970, the service's clock. */
  readonly startedAt: number;
  /** The media path to the other party; in a group the best of those to its peers, on a videobridge the path to it. */
  readonly connection: MediaConnection;
  readonly localStream: MediaStream | undefined;
  /** What is shared of the own screen. */
  readonly localScreen: MediaStream | undefined;
  /** The stream of `peer`. */
  readonly remoteStream: MediaStream | undefined;
  readonly localMedia: MediaFlags;
  /** What `peer` sends. */
  readonly remoteMedia: MediaFlags;
  /**
   * Mutes and unmutes; opens the microphone where the call began without one. A device id, as `client.devices` lists them,
   * changes to that microphone and unmutes. Nothing is negotiated anew.
   * @throws CarillonError `media_unavailable` when it is missing, in use or not permitted; what was sent goes on
   */
  setMicrophone(on: boolean | string): Promise<void>;
  /**
   * Off releases the camera. On opens it (again), in a call begun as audio too. A device id, as `client.devices` lists
   * them, changes to that camera. Where a picture was sent before, nothing is negotiated anew.
   * @throws CarillonError `media_unavailable` when it is missing, in use or not permitted; what was sent goes on
   */
  setCamera(on: boolean | string): Promise<void>;
  /**
   * Shares the screen, after the platform let the user choose what of it, or stops. On a videobridge it goes beside the camera; else
   * it takes the camera's place towards the others: while `localMedia.screen` is true `localMedia.video` is false, afterwards the camera
   * is sent again if it is on, and `setCamera` meanwhile decides what is sent then. The platform's own button for it stops sharing as well.
   * @throws CarillonError `media_unavailable` when the user declined or the platform cannot
   */
  setScreen(on: boolean): Promise<void>;
  /** Silences both directions without ending the call. */
  setHold(on: boolean): Promise<void>;
  /**
   * Rings more users into this call, which is a group from then on. Who is in it or is being rung already is left alone.
   * @throws CarillonError `too_many_parties`, `user_unknown`, `rate_limited`, …
   */
  add(users: string | readonly string[]): Promise<void>;
  /** Tells the others something of the app's own; they get the event `updated`. At most 4,096 bytes as JSON. */
  update(userInfo: UserInfo): Promise<void>;
  /**
   * Keeps a party of a group from sending what is true here, and lets it send again what is false; the rest stays as it is.
   * For the creator of the call, and who has the grant `admin`.
   * @throws CarillonError `forbidden`, `not_in_call`, `invalid_state` in a call of two
   */
  mute(userId: string, tracks: Partial<Tracks>): Promise<void>;
  /**
   * Takes a user out of a group, who cannot join it again unless added. For those who may mute.
   * @throws CarillonError as `mute`
   */
  remove(userId: string): Promise<void>;
  /**
   * Says what this device wants to get of a call on a videobridge; each time stands for all before. A bridge that takes over is
   * told too.
   * @throws CarillonError `invalid_state` where no bridge carries the call
   */
  receive(wishes: ReceiveWishes): Promise<void>;
  /**
   * Offers this user's part to another own device, whose client gets `transferred`. Resolves when the service took that; the
   * call goes on here until the other device accepts, within 20 s, and then becomes `elsewhere`; else `notTransferred` tells.
   * @throws CarillonError `invalid_state` where that device is not connected, or another hand-over is under way
   */
  transfer(deviceId: string): Promise<void>;
  /** Ends a call of two; leaves a group, or ends it for `everyone`. */
  hangup(options?: HangupOptions): Promise<void>;
}

/**
 * Answered, and this device's part in it, but its media connections are gone: the page was loaded anew.
 * The others wait for the rest of this party's grace.
 */
export interface DetachedCall extends CallBase {
  readonly state: "detached";
  readonly startedAt: number;
  /** Opens microphone and camera again and takes up the call with new media connections. */
  rejoin(options?: LocalMediaOptions): Promise<ActiveCall>;
  /** Leaves without taking it up again. */
  hangup(options?: HangupOptions): Promise<void>;
}

/** Over for this device, because another device of this user settled it or took it over. */
export interface ElsewhereCall extends CallBase {
  readonly state: "elsewhere";
  readonly handled: HandledElsewhere;
}

/** Over. */
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

/** The states of a {@link Call}. */
export type CallState = Call["state"];
