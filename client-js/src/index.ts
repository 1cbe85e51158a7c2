export { CarillonClient } from "./client.js";
export type { ClientEvents, ClientOptions } from "./client.js";
export type { InviteOptions } from "./calls.js";
export type { ClientState } from "./session.js";
export type {
  AcceptOptions,
  ActiveCall,
  Call,
  CallEnd,
  CallEvents,
  CallState,
  DetachedCall,
  ElsewhereCall,
  EndedCall,
  HandledElsewhere,
  IncomingCall,
  LiveCall,
  LocalMediaOptions,
  MediaConnection,
  OutgoingCall,
} from "./call.js";
export type { Subscribable } from "./emitter.js";
export { CarillonError } from "./errors.js";
export type { ErrorCode, LocalErrorCode, ServiceErrorCode } from "./errors.js";
export type { MediaPlatform, WebSocketConstructor, WebSocketLike } from "./platform.js";
export type { PresenceApi } from "./presence.js";
export type {
  CallView,
  Device,
  DeviceRef,
  EndReason,
  MediaFlags,
  MediaKind,
  OwnPresence,
  Party,
  PartyState,
  Presence,
  PresenceStatus,
  UserInfo,
} from "./protocol.js";
export { webResumeStore } from "./resume-store.js";
export type { ResumeState, ResumeStore } from "./resume-store.js";
export type { TokenProvider } from "./credentials.js";
