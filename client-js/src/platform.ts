import { CarillonError } from "./errors.js";

/** The part of the WebSocket interface that the SDK uses; browsers, React Native and `ws` all have it. */
export interface WebSocketLike {
  // `never`: each platform has event classes of its own.
  /** Set by the SDK; the event has `data`, a string for a text frame. */
  onmessage: ((event: never) => void) | null;
  /** Set by the SDK; the event has `code`. */
  onclose: ((event: never) => void) | null;
  /** Set by the SDK; `onclose` follows. */
  onerror: ((event: never) => void) | null;
  /** Sends a text frame. */
  send(text: string): void;
  /** Begins the closing handshake (RFC 6455, section 7.1.2). */
  close(code?: number, reason?: string): void;
}

/** The class of the platform's sockets. */
export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocketLike;

/** WebRTC, as a browser has it globally. In React Native and Node it is passed in. */
export interface MediaPlatform {
  /** The class of peer connections. */
  readonly RTCPeerConnection: new (
    configuration?: RTCConfiguration,
  ) => RTCPeerConnection;
  /** Opens microphone and camera. */
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  /** Lets the user choose what of the screen to share. */
  readonly getDisplayMedia: (options: DisplayMediaStreamOptions) => Promise<MediaStream>;
  /** Lists cameras, microphones and speakers. */
  readonly enumerateDevices: () => Promise<readonly MediaDeviceInfo[]>;
  /** Calls `changed` whenever a device comes or goes; returns how to stop. */
  readonly watchDevices: (changed: () => void) => () => void;
  /** The class of streams; the SDK makes one for each peer. */
  readonly MediaStream: new (
    tracks?: MediaStreamTrack[],
  ) => MediaStream;
}

/** The platform's own WebSocket. */
export function globalWebSocket(): WebSocketConstructor {
  if (typeof WebSocket === "undefined") {
    throw new CarillonError("bad_request", "this platform has no global WebSocket: pass one as options.webSocket");
  }
  return WebSocket;
}

/** What was passed in, completed from the globals. Throws `media_unavailable` at the first call where neither is there. */
export function mediaPlatform(given: Partial<MediaPlatform> = {}): MediaPlatform {
  return {
    get RTCPeerConnection() {
      if (given.RTCPeerConnection) return given.RTCPeerConnection;
      return present(globalThis.RTCPeerConnection, "RTCPeerConnection");
    },
    get MediaStream() {
      if (given.MediaStream) return given.MediaStream;
      return present(globalThis.MediaStream, "MediaStream");
    },
    // Async, so that what is missing rejects.
    async getUserMedia(constraints) {
      return given.getUserMedia
        ? given.getUserMedia(constraints)
        : present(mediaDevices(), "navigator.mediaDevices").getUserMedia(constraints);
    },
    async getDisplayMedia(options) {
      if (given.getDisplayMedia) return given.getDisplayMedia(options);
      const devices = present(mediaDevices(), "navigator.mediaDevices");
      // No phone's browser has it.
      present(devices.getDisplayMedia as MediaDevices["getDisplayMedia"] | undefined, "getDisplayMedia");
      return devices.getDisplayMedia(options);
    },
    async enumerateDevices() {
      return given.enumerateDevices ? given.enumerateDevices() : present(mediaDevices(), "navigator.mediaDevices").enumerateDevices();
    },
    watchDevices(changed) {
      if (given.watchDevices) return given.watchDevices(changed);
      const devices = mediaDevices();
      devices?.addEventListener("devicechange", changed);
      return () => devices?.removeEventListener("devicechange", changed);
    },
  };
}

/** Absent outside of a secure context (https or localhost). */
function mediaDevices(): MediaDevices | undefined {
  return globalThis.navigator?.mediaDevices as MediaDevices | undefined;
}

function present<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new CarillonError("media_unavailable", `this platform has no ${name}`);
  return value;
}
