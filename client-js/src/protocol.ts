/**
 * The words of the wire protocol, version 1, as types: what this SDK sends and understands. Unknown
 * fields are ignored, so a newer service may send more than stands here.
 */

/** What a call begins with: sound alone, or pictures too. */
export type MediaKind = "audio" | "video";

/** `pushed`: a push provider took the wake-up. `ringing`: a device said so. `reconnecting`: its socket dropped, and its grace runs. */
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
  | "removed"
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

/** A choice of what a party can send. */
export interface Tracks {
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
}

/** Whether media flows between the devices themselves or over a videobridge. */
export type Topology = "direct" | "sfu";

/** What a device wants to get of a call on a videobridge. */
export interface ReceiveWishes {
  /** Of how many others video is wanted at most; all if absent. */
  readonly lastN?: number;
  /** Whom it shows large, the most important first. */
  readonly onStage?: readonly string[];
  /** How high a picture it shows, in pixels; as high as there are if absent. */
  readonly maxHeight?: number;
}

/** One device of a user. */
export interface DeviceRef {
  readonly userId: string;
  readonly deviceId: string;
}

/** A user, or one device of that user. */
export interface PartyRef {
  readonly userId: string;
  readonly deviceId?: string;
}

/** One user's part in a call. */
export interface Party {
  readonly userId: string;
  readonly deviceId?: string;
  /** Counts up when the party's device changes or comes back without a resume. */
  readonly instance: number;
  readonly state: PartyState;
  readonly reason?: string;
  readonly media: MediaFlags;
  /** What its token lets it send, where that is not everything. */
  readonly mayPublish?: Tracks;
  /** What the creator of the call, or an administrator, keeps it from sending, if anything. */
  readonly muted?: Tracks;
}

/** How a call ended. */
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
  readonly topology: Topology;
  /** Whether media waits for a videobridge. */
  readonly interrupted?: boolean;
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

/** What others see of a user; `in_call` and `offline` are found out by the service. */
export type PresenceStatus = "online" | "away" | "dnd" | "in_call" | "offline";

/** What is seen of another user. */
export interface Presence {
  readonly userId: string;
  readonly status: PresenceStatus;
  readonly text?: string;
  readonly lastActiveAt?: number;
}

/** What may be set beside a status, or alone. What is absent stays as it is. */
export interface PresenceSettings {
  /** Also ring while in a call, instead of answering `busy`. */
  readonly callWaiting?: boolean;
  /** Nobody attends this device. The user is seen as `away` while that holds for all devices. */
  readonly idle?: boolean;
}

/** What others see of this user; a status holds for all devices. */
export interface OwnPresence extends PresenceSettings {
  readonly status: "online" | "away" | "dnd" | "invisible";
  /** At most 256 characters. */
  readonly text?: string;
  /** When a status other than `online` ends by itself; milliseconds since 1970, the service's clock. */
  readonly until?: number;
}

/** A call of the past, as this user's history has it. */
export interface HistoryRecord {
  readonly callId: string;
  readonly media: MediaKind;
  /** `outgoing` for who made the call or entered it unasked, `incoming` for who was rung. */
  readonly direction: "incoming" | "outgoing";
  /** The other users. */
  readonly peers: readonly string[];
  /** When the call was made; milliseconds since 1970. */
  readonly startedAt: number;
  /** How long this user was in it, in milliseconds; 0 if not at all. */
  readonly durationMs: number;
  /** `answered`, or why it was not: an {@link EndReason}. */
  readonly outcome: "answered" | EndReason | (string & {});
  readonly room?: string;
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

/** How this device presents itself. */
export interface Device {
  /** Stable for this device; a browser that wants two windows to be two devices gives each its own. */
  readonly id: string;
  readonly name?: string;
  readonly platform?: string;
}
