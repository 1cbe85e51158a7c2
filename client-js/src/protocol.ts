/**
 * The words of the wire protocol, version 1, as types: what this SDK sends and understands. Unknown
 * fields are ignored, so a newer service may send more than stands here.
 */

export type MediaKind = "audio" | "video";

export type PartyState = "invited" | "pushed" | "ringing" | "connecting" | "connected" | "reconnecting" | "left";

/** Why a call ended (SIP equivalent in brackets). */
export type EndReason =
  | "hangup" // 200
  | "cancelled" // 487
  | "declined" // 603
  | "busy" // 486
  | "no_answer" // 408
  | "unreachable" // 480
  | "replaced"
  | "connection_lost"
  | "media_failed"
  | "ended_by_admin"
  | "server_error"; // 500

/** Free data that the app attaches to a call; at most 4,096 bytes as JSON. */
export type UserInfo = Readonly<Record<string, unknown>>;

/** What a party sends at the moment. */
export interface MediaFlags {
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
  readonly hold: boolean;
}

export interface DeviceRef {
  readonly userId: string;
  readonly deviceId: string;
}

/** A user, or one device of that user. */
export interface PartyRef {
  readonly userId: string;
  readonly deviceId?: string;
}

export interface Party {
  readonly userId: string;
  readonly deviceId?: string;
  /** Counts up when the party's device changes or comes back without a resume. */
  readonly instance: number;
  readonly state: PartyState;
  readonly reason?: string;
  readonly media: MediaFlags;
}

export interface EndInfo {
  readonly reason: EndReason;
  readonly by?: string;
  /** Milliseconds from answer to end; 0 for a call that nobody answered. */
  readonly durationMs?: number;
}

/** A call as the service sees it. Times are the service's milliseconds since 1970. */
export interface CallView {
  readonly callId: string;
  readonly version: number;
  readonly epoch: number;
  readonly media: MediaKind;
  readonly topology: "direct" | "sfu";
  readonly state: "ringing" | "active" | "ended";
  readonly room?: string;
  readonly group?: boolean;
  readonly from: DeviceRef;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly userInfo?: UserInfo;
  readonly parties: readonly Party[];
  readonly end?: EndInfo;
}

export interface Description {
  readonly type: "offer" | "answer" | "rollback";
  readonly sdp: string;
}

export interface IceServers {
  readonly iceServers: RTCIceServer[];
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

export type PresenceStatus = "online" | "away" | "dnd" | "in_call" | "offline";

export interface Presence {
  readonly userId: string;
  readonly status: PresenceStatus;
  readonly text?: string;
  readonly lastActiveAt?: number;
}

export interface OwnPresence {
  readonly status: "online" | "away" | "dnd" | "invisible";
  readonly text?: string;
  /** Also ring while in a call, instead of answering `busy`. */
  readonly callWaiting?: boolean;
}

export type PeerConnectionState = "new" | "connecting" | "connected" | "disconnected" | "failed" | "closed";

export interface MediaStats {
  readonly rttMs?: number;
  readonly jitterMs?: number;
  readonly packetsLost?: number;
  readonly packetsReceived?: number;
  readonly bitrateKbps?: number;
  readonly framesPerSecond?: number;
}

export interface Device {
  /** Stable for this device; a browser that wants two windows to be two devices gives each its own. */
  readonly id: string;
  readonly name?: string;
  readonly platform?: string;
}

export interface ResumeRequest {
  readonly token: string;
  readonly lastSeq: number;
}

export interface Welcome {
  readonly protocol: number;
  readonly server: string;
  readonly features: readonly string[];
  readonly limits: {
    readonly maxFrameBytes: number;
    readonly maxSdpBytes: number;
    readonly maxCandidatesPerMessage: number;
    readonly maxUserInfoBytes: number;
    readonly maxInvitees: number;
  };
  readonly helloTimeoutMs: number;
}

/** The reply to `hello`. */
export interface Ready {
  readonly userId: string;
  readonly deviceId: string;
  readonly sessionId: string;
  readonly resumed: boolean;
  readonly resumeToken: string;
  readonly resumeTtlMs: number;
  readonly serverTime: number;
  readonly pingIntervalMs: number;
  readonly calls?: readonly CallView[];
  readonly recentlyEnded?: readonly { readonly callId: string; readonly reason: EndReason }[];
  readonly missedCalls?: number;
}

type Nothing = Record<string, never>;
interface OfCall {
  readonly callId: string;
}

/** Requests: what goes out and what the `ok` brings. */
export interface Requests {
  hello: { data: { token: string; device: Device; resume?: ResumeRequest }; reply: Ready };
  ping: { data: Nothing; reply: unknown };
  bye: { data: Nothing; reply: unknown };
  "token.refresh": { data: { token: string }; reply: unknown };
  "call.invite": {
    data: OfCall & {
      to: readonly string[];
      media: MediaKind;
      topology?: "auto" | "direct" | "sfu";
      ringTimeoutMs?: number;
      userInfo?: UserInfo;
      description?: Description;
    };
    reply: CallView;
  };
  "call.ringing": { data: OfCall; reply: unknown };
  "call.accept": { data: OfCall & { userInfo?: UserInfo; description?: Description }; reply: CallView | Nothing };
  "call.reject": { data: OfCall & { reason?: "declined" | "busy"; userInfo?: UserInfo }; reply: unknown };
  "call.hangup": { data: OfCall & { reason?: EndReason; userInfo?: UserInfo }; reply: unknown };
  "call.get": { data: OfCall; reply: CallView };
  "call.list": { data: Nothing; reply: { calls: readonly CallView[] } };
  "media.description": { data: OfCall & { to: PartyRef; description: Description; epoch: number }; reply: unknown };
  "media.candidates": {
    data: OfCall & { to: PartyRef; candidates: RTCIceCandidateInit[]; end?: true; epoch: number };
    reply: unknown;
  };
  "media.state": { data: OfCall & MediaFlags; reply: unknown };
  "media.connection": { data: OfCall & { peer: PartyRef; state: PeerConnectionState }; reply: unknown };
  "media.stats": { data: OfCall & { peer: PartyRef } & MediaStats; reply: unknown };
  "media.iceServers": { data: { callId?: string }; reply: IceServers };
  "presence.set": { data: OwnPresence; reply: unknown };
  "presence.subscribe": { data: { users: readonly string[] }; reply: { users: readonly Presence[] } };
  "presence.unsubscribe": { data: { users: readonly string[] }; reply: unknown };
  "presence.get": { data: { users: readonly string[] }; reply: { users: readonly Presence[] } };
}

export type RequestType = keyof Requests;

interface CallEventData extends OfCall {
  readonly version: number;
}

/** Events of the session (with `seq`), by their type. */
export interface Events {
  "call.invited": CallEventData & { call: CallView; description?: Description };
  "call.ringing": CallEventData & DeviceRef;
  /** `call` stands here only where two invitations crossed and this device became the callee. */
  "call.accepted": CallEventData & DeviceRef & { userInfo?: UserInfo; description?: Description; call?: CallView };
  "call.rejected": CallEventData & PartyRef & { reason: "declined" | "busy" | "dnd"; userInfo?: UserInfo };
  "call.noAnswer": CallEventData & { userId: string };
  "call.handledElsewhere": CallEventData & { outcome: "accepted" | "declined" | "busy"; deviceId: string };
  "call.partyJoined": CallEventData & DeviceRef & { instance?: number };
  "call.partyLeft": CallEventData & DeviceRef & { reason?: string };
  "call.partyReconnecting": CallEventData & DeviceRef;
  "call.partyReconnected": CallEventData & DeviceRef & { instance?: number };
  "call.state": CallEventData & { call: CallView; description?: Description };
  "call.ended": CallEventData & EndInfo & { userInfo?: UserInfo };
  "media.description": OfCall & { from: DeviceRef; description: Description; epoch: number };
  "media.candidates": OfCall & {
    from: DeviceRef;
    candidates: readonly RTCIceCandidateInit[];
    end?: boolean;
    epoch: number;
  };
  "media.state": OfCall & { from: DeviceRef } & MediaFlags;
  "media.iceServers": Partial<OfCall> & IceServers;
  "presence.changed": { users: readonly Presence[] };
}

export type EventType = keyof Events;

/** One event, discriminated by its type. */
export type ServiceEvent = { [T in EventType]: { readonly type: T; readonly ts: number; readonly data: Events[T] } }[EventType];

/** Events that concern the socket: no `seq`, never replayed. */
export interface SocketEvents {
  goaway:
    | { readonly action: "disconnect"; readonly reason: string }
    | { readonly action: "resume"; readonly reason: string; readonly afterMs?: number };
  "token.expiring": { readonly expiresAt: number };
}

export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly details?: unknown;
}

/** Close codes of section 1. */
export const CloseCode = {
  malformed: 4400,
  token: 4401,
  forbidden: 4403,
  noHello: 4408,
  replaced: 4409,
  tooBig: 4413,
  tooMuch: 4429,
  draining: 4503,
} as const;
