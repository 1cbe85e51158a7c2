import type {
  CallView,
  Description,
  Device,
  DeviceRef,
  EndInfo,
  EndReason,
  HistoryRecord,
  IceServers,
  MediaFlags,
  MediaKind,
  MediaStats,
  OwnPresence,
  PartyRef,
  PeerConnectionState,
  Presence,
  PresenceSettings,
  ReceiveWishes,
  Topology,
  Tracks,
  UserInfo,
} from "./protocol.js";

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
      topology?: "auto" | Topology;
      group?: boolean;
      ringTimeoutMs?: number;
      userInfo?: UserInfo;
      description?: Description;
    };
    reply: CallView;
  };
  "call.ringing": { data: OfCall; reply: unknown };
  "call.accept": { data: OfCall & { userInfo?: UserInfo; description?: Description }; reply: CallView | Nothing };
  "call.reject": { data: OfCall & { reason?: "declined" | "busy"; userInfo?: UserInfo }; reply: unknown };
  "call.hangup": { data: OfCall & { reason?: EndReason; userInfo?: UserInfo; everyone?: true }; reply: unknown };
  "call.add": { data: OfCall & { to: readonly string[] }; reply: CallView | Nothing };
  "call.join": { data: OfCall | { room: string; media: MediaKind; create?: boolean; topology?: "auto" | Topology }; reply: CallView };
  "call.update": { data: OfCall & { userInfo: UserInfo }; reply: unknown };
  "call.mute": { data: OfCall & { userId: string; deviceId?: string } & Partial<Tracks>; reply: unknown };
  "call.remove": { data: OfCall & { userId: string; deviceId?: string; reason?: "removed" | "hangup" }; reply: unknown };
  "call.transfer": { data: OfCall & { toDevice: string }; reply: unknown };
  "call.get": { data: OfCall; reply: CallView };
  "call.list": { data: Nothing; reply: { calls: readonly CallView[] } };
  "media.description": { data: OfCall & { to: PartyRef | "sfu"; description: Description; epoch: number }; reply: unknown };
  "media.candidates": {
    data: OfCall & { to: PartyRef; candidates: RTCIceCandidateInit[]; end?: true; epoch: number };
    reply: unknown;
  };
  "media.state": { data: OfCall & MediaFlags; reply: unknown };
  "media.connection": { data: OfCall & { peer: PartyRef | "sfu"; state: PeerConnectionState }; reply: unknown };
  "media.stats": { data: OfCall & { peer: PartyRef | "sfu" } & MediaStats; reply: unknown };
  "media.receive": { data: OfCall & ReceiveWishes; reply: unknown };
  "media.iceServers": { data: { callId?: string }; reply: IceServers };
  "presence.set": { data: OwnPresence | PresenceSettings; reply: unknown };
  "presence.subscribe": { data: { users: readonly string[] }; reply: { users: readonly Presence[] } };
  "presence.unsubscribe": { data: { users: readonly string[] }; reply: unknown };
  "presence.get": { data: { users: readonly string[] }; reply: { users: readonly Presence[] } };
  "history.list": { data: { before?: number; limit?: number; missed?: boolean }; reply: { records: readonly HistoryRecord[] } };
  "history.seen": { data: { upTo: number }; reply: unknown };
  "user.block": { data: { userId: string }; reply: unknown };
  "user.unblock": { data: { userId: string }; reply: unknown };
  "user.blocked": { data: Nothing; reply: { users: readonly string[] } };
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
  "call.accepted": CallEventData & DeviceRef & { instance?: number; userInfo?: UserInfo; description?: Description; call?: CallView };
  "call.rejected": CallEventData & PartyRef & { reason: "declined" | "busy" | "dnd"; userInfo?: UserInfo };
  "call.noAnswer": CallEventData & { userId: string };
  "call.handledElsewhere": CallEventData & { outcome: "accepted" | "declined" | "busy"; deviceId: string };
  /** `replaces` is the device of the same user that handed its part over. */
  "call.partyJoined": CallEventData & DeviceRef & { instance?: number; replaces?: string };
  "call.partyLeft": CallEventData & DeviceRef & { reason?: string };
  "call.partyReconnecting": CallEventData & DeviceRef;
  "call.partyReconnected": CallEventData & DeviceRef & { instance?: number };
  "call.updated": CallEventData & DeviceRef & { userInfo: UserInfo };
  /** All that is muted from then on; without `by` an administrator decided it. */
  "call.muted": CallEventData & DeviceRef & Tracks & { by?: string };
  "call.transferred": CallEventData & { call: CallView };
  "call.state": CallEventData & { call: CallView; description?: Description };
  "call.ended": CallEventData & EndInfo & { userInfo?: UserInfo };
  "media.description": OfCall & { from: DeviceRef | "sfu"; description: Description; epoch: number };
  "media.candidates": OfCall & {
    from: DeviceRef;
    candidates: readonly RTCIceCandidateInit[];
    end?: boolean;
    epoch: number;
  };
  "media.state": OfCall & { from: DeviceRef } & MediaFlags;
  "media.topology": CallEventData & { topology: Topology; epoch: number; interrupted?: boolean };
  "media.speaker": OfCall & { userId: string; recent: readonly string[] };
  "media.connectivity": OfCall & { userId: string; active: boolean };
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
