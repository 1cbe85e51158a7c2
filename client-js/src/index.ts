export { CarillonClient } from "./client.js";
export type { ClientEvents, ClientOptions } from "./client-options.js";
export type { InviteOptions, JoinTarget, TopologyWish } from "./invitation.js";
export type { ClientState } from "./session.js";
export type { BlocksApi } from "./blocks.js";
export type {
  AcceptOptions,
  ActiveCall,
  Call,
  CallBase,
  CallEnd,
  CallEvents,
  CallState,
  DetachedCall,
  ElsewhereCall,
  EndedCall,
  HandledElsewhere,
  HangupOptions,
  IncomingCall,
  LiveCall,
  LocalMediaOptions,
  OutgoingCall,
} from "./call.js";
export type { DeviceList, DevicesApi, DevicesEvents, MediaDevice } from "./devices.js";
export type { Subscribable } from "./emitter.js";
export { CarillonError } from "./errors.js";
export type { ErrorCode, LocalErrorCode, ServiceErrorCode } from "./errors.js";
export type { HistoryApi, HistoryQuery } from "./history.js";
export type { ActivitySource } from "./idle.js";
export type { Quality } from "./media/quality.js";
export type { MediaConnection, Peer } from "./peer.js";
export type { MediaPlatform, WebSocketConstructor, WebSocketLike } from "./platform.js";
export type { PresenceApi } from "./presence.js";
export type {
  CallView,
  Device,
  DeviceRef,
  EndInfo,
  EndReason,
  HistoryRecord,
  MediaFlags,
  MediaKind,
  OwnPresence,
  Party,
  PartyRef,
  PartyState,
  Presence,
  PresenceSettings,
  PresenceStatus,
  ReceiveWishes,
  Topology,
  Tracks,
  UserInfo,
} from "./protocol.js";
export { webResumeStore } from "./resume-store.js";
export type { ResumeState, ResumeStore } from "./resume-store.js";
export type { TokenProvider } from "./credentials.js";
