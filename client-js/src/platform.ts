import { CarillonError } from "./errors.js";

/** The part of the WebSocket interface that the SDK uses; browsers, React Native and `ws` all have it. */
export interface WebSocketLike {
  // `never`: each platform has event classes of its own.
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocketLike;

/** WebRTC, as a browser has it globally. In React Native and Node it is passed in. */
export interface MediaPlatform {
  readonly RTCPeerConnection: new (configuration?: RTCConfiguration) => RTCPeerConnection;
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  readonly MediaStream: new (tracks?: MediaStreamTrack[]) => MediaStream;
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
    getUserMedia(constraints) {
      if (given.getUserMedia) return given.getUserMedia(constraints);
      // Absent outside of a secure context (https or localhost).
      const devices = globalThis.navigator?.mediaDevices as MediaDevices | undefined;
      return present(devices, "navigator.mediaDevices").getUserMedia(constraints);
    },
  };
}

function present<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new CarillonError("media_unavailable", `this platform has no ${name}`);
  return value;
}
