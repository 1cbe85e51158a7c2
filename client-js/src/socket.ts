import type { WebSocketConstructor, WebSocketLike } from "./platform.js";
import { CloseCode, type ErrorBody, type ServiceEvent, type SocketEvents, type Welcome } from "./messages.js";

/** A frame from the service. */
export type Frame =
  | { type: "welcome"; data: Welcome }
  | { type: "ok"; id: string; data: unknown }
  | { type: "error"; id?: string; error: ErrorBody }
  | { [T in keyof SocketEvents]: { type: T; data: SocketEvents[T] } }[keyof SocketEvents]
  | (ServiceEvent & { seq: number });

export interface SocketListener {
  frame(frame: Frame): void;
  /** Once, whoever closed; nothing comes after it. */
  closed(code: number): void;
}

/** WebSocket close code for "no close frame came" (RFC 6455, section 7.1.5). */
export const ABNORMAL_CLOSURE = 1006;

/** Gives up on a connection attempt that shows no `welcome`, in milliseconds. */
const WELCOME_TIMEOUT_MS = 10_000;

/** One WebSocket with JSON frames. Once closed it stays silent, whatever the platform still delivers. */
export class Socket {
  private readonly webSocket: WebSocketLike;
  private readonly welcomeTimer: ReturnType<typeof setTimeout>;
  private listener: SocketListener | undefined;

  constructor(WebSocketClass: WebSocketConstructor, url: string, listener: SocketListener) {
    this.listener = listener;
    this.webSocket = new WebSocketClass(url, ["carillon.v1"]);
    this.webSocket.onmessage = (event: { data: unknown }) => this.receive(event.data);
    this.webSocket.onclose = (event: { code: number }) => this.finish(event.code);
    // `close` follows each `error`, and says more. `ws` throws when nobody listens.
    this.webSocket.onerror = () => undefined;
    this.welcomeTimer = setTimeout(() => this.abandon(), WELCOME_TIMEOUT_MS);
  }

  send(frame: object): void {
    this.webSocket.send(JSON.stringify(frame));
  }

  /** Closes; the listener is told at once. */
  close(code = 1000): void {
    this.webSocket.close(code);
    this.finish(code);
  }

  /** Leaves a socket that does not answer any more; the listener is told at once. */
  abandon(): void {
    this.webSocket.close();
    this.finish(ABNORMAL_CLOSURE);
  }

  private receive(data: unknown): void {
    const frame = parse(data);
    if (frame === undefined) {
      this.close(CloseCode.malformed);
      return;
    }
    clearTimeout(this.welcomeTimer);
    this.listener?.frame(frame);
  }

  private finish(code: number): void {
    clearTimeout(this.welcomeTimer);
    const listener = this.listener;
    this.listener = undefined;
    listener?.closed(code);
  }
}

function parse(data: unknown): Frame | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(data);
    const isFrame = typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
    return isFrame ? (value as Frame) : undefined;
  } catch {
    return undefined;
  }
}
