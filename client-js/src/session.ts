import { Acks } from "./acks.js";
import { Backoff } from "./backoff.js";
import { Credentials, type TokenProvider } from "./credentials.js";
import { CarillonError } from "./errors.js";
import { Liveness } from "./liveness.js";
import type { WebSocketConstructor } from "./platform.js";
import { CloseCode, type Ready, type ServiceEvent, type SocketEvents } from "./messages.js";
import type { Device } from "./protocol.js";
import { PendingRequests, type SendRequest } from "./requests.js";
import type { ResumeStore } from "./resume-store.js";
import { type Frame, Socket } from "./socket.js";

/** `idle` before `connect`; `closed` for good: after `close()`, a refused token, or when another window took over the device. */
export type ClientState = "idle" | "connecting" | "ready" | "reconnecting" | "closed";

export interface SessionOptions {
  readonly url: string;
  readonly token: string | TokenProvider;
  readonly device: Device;
  readonly webSocket: WebSocketConstructor;
  readonly resumeStore: ResumeStore | undefined;
  readonly backoff: { readonly minMs: number; readonly maxMs: number };
  readonly requestTimeoutMs: number;
}

export interface SessionListener {
  stateChanged(state: ClientState): void;
  /** Signed in, before any event of the session and before requests that waited are sent again. */
  ready(ready: Ready): void;
  event(event: ServiceEvent): void;
  /** Closed by the service, for good. */
  closed(reason: string, error: CarillonError | undefined): void;
  failed(error: CarillonError): void;
  /** Whether calls are alive, to be remembered for a page reload. */
  hasLiveCalls(): boolean;
}

/** How long `close()` waits for the answer to `bye`, in milliseconds. */
const BYE_TIMEOUT_MS = 2_000;

/** One session over as many sockets as it takes: hello, resume, acknowledgements, reconnects, token renewal. */
export class Session {
  private readonly requests: PendingRequests;
  private readonly credentials: Credentials;
  private readonly backoff: Backoff;
  private readonly acks = new Acks((seq) => this.socket?.send({ type: "ack", seq }));
  private readonly liveness = new Liveness(
    () => this.socket?.send({ type: "ping", id: this.requests.nextId(), data: {} }),
    () => this.socket?.abandon(),
  );
  private socket: Socket | undefined;
  private reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  private resumeToken: string | undefined;
  private hello: { readonly id: string; readonly sentAt: number } | undefined;
  private readyAt = 0;
  private clockOffsetMs = 0;
  private currentState: ClientState = "idle";

  readonly request: SendRequest;

  constructor(
    private readonly options: SessionOptions,
    private readonly listener: SessionListener,
  ) {
    this.requests = new PendingRequests(options.requestTimeoutMs);
    this.request = (type, data) => (this.currentState === "closed" ? Promise.reject(closedError()) : this.requests.request(type, data));
    this.credentials = new Credentials(options.token);
    this.backoff = new Backoff(options.backoff.minMs, options.backoff.maxMs);
  }

  get state(): ClientState {
    return this.currentState;
  }

  /** The service's clock, in milliseconds since 1970. */
  now(): number {
    return Date.now() + this.clockOffsetMs;
  }

  open(): void {
    const stored = this.options.resumeStore?.get();
    if (stored && !stored.liveCalls) {
      this.resumeToken = stored.resumeToken;
      this.acks.restart(stored.lastSeq);
    }
    this.setState("connecting");
    void this.dial();
  }

  async close(): Promise<void> {
    if (this.currentState === "ready") {
      const answered = this.requests.request("bye", {}).catch(() => undefined);
      const { promise: elapsed, cancel } = delay(BYE_TIMEOUT_MS);
      await Promise.race([answered, elapsed]);
      cancel();
    }
    this.end();
  }

  /** Remembers where the session stands. */
  remember(): void {
    if (this.resumeToken === undefined) return;
    const { lastSeq } = this.acks;
    this.options.resumeStore?.set({ resumeToken: this.resumeToken, lastSeq, liveCalls: this.listener.hasLiveCalls() });
  }

  /** Looks at once whether the socket is alive, and does not wait for the next attempt where there is none. */
  networkChanged(): void {
    if (this.currentState === "ready") this.liveness.suspect();
    else if (this.reconnectTimer !== undefined && this.currentState !== "closed") this.reconnectIn(0);
  }

  private async dial(): Promise<void> {
    let token: string;
    try {
      token = await this.credentials.token();
    } catch (error) {
      this.listener.failed(CarillonError.from(error, "unauthorized"));
      this.reconnectIn(this.backoff.next());
      return;
    }
    if (this.currentState === "closed") return;
    try {
      this.socket = new Socket(this.options.webSocket, this.options.url, {
        frame: (frame) => this.receive(frame, token),
        closed: (code) => this.disconnected(code),
      });
    } catch (error) {
      // Not the network: an address that the platform forbids, such as ws: from an https: page.
      this.end({ reason: "bad_request", error: CarillonError.from(error, "bad_request") });
    }
  }

  private receive(frame: Frame, token: string): void {
    this.liveness.heard();
    switch (frame.type) {
      case "welcome":
        return this.sayHello(token);
      case "ok":
        if (frame.id === this.hello?.id) return this.accepted(frame.data as Ready, this.hello.sentAt);
        return this.requests.succeed(frame.id, frame.data);
      case "error":
        if (frame.id === this.hello?.id) return this.refused(CarillonError.fromWire(frame.error));
        if (frame.id === undefined) return this.listener.failed(CarillonError.fromWire(frame.error));
        return this.requests.fail(frame.id, frame.error);
      case "goaway":
        return this.sentAway(frame.data);
      case "token.expiring":
        return void this.renewToken();
      default:
        return this.handle(frame);
    }
  }

  private sayHello(token: string): void {
    this.hello = { id: this.requests.nextId(), sentAt: Date.now() };
    const resume = this.resumeToken === undefined ? {} : { resume: { token: this.resumeToken, lastSeq: this.acks.lastSeq } };
    this.socket?.send({ type: "hello", id: this.hello.id, data: { token, device: this.options.device, ...resume } });
  }

  private accepted(ready: Ready, sentAt: number): void {
    this.hello = undefined;
    this.readyAt = Date.now();
    this.clockOffsetMs = ready.serverTime - (sentAt + this.readyAt) / 2;
    this.resumeToken = ready.resumeToken;
    this.acks.restart(ready.resumed ? this.acks.lastSeq : 0);
    this.liveness.start(ready.pingIntervalMs);
    this.listener.ready(ready);
    this.requests.attach((frame) => this.socket?.send(frame));
    this.remember();
    this.setState("ready");
  }

  private refused(error: CarillonError): void {
    this.hello = undefined;
    if (error.code === "token_expired" && this.credentials.renewable) {
      this.listener.failed(error);
      this.credentials.discard();
      this.socket?.close();
    } else if (error.retryable) {
      this.socket?.close();
      if (error.retryAfterMs !== undefined) this.reconnectIn(error.retryAfterMs);
    } else {
      this.end({ reason: error.code, error });
    }
  }

  private handle(event: ServiceEvent & { readonly seq: number }): void {
    if (typeof event.seq !== "number" || this.acks.isKnown(event.seq)) return;
    this.listener.event(event);
    this.acks.handled(event.seq, event.type === "call.invited");
    this.remember();
  }

  private sentAway(goaway: SocketEvents["goaway"]): void {
    if (goaway.action === "disconnect") this.end({ reason: goaway.reason });
    else this.reconnectIn(goaway.afterMs ?? 0);
  }

  private async renewToken(): Promise<void> {
    if (!this.credentials.renewable) return;
    this.credentials.discard();
    try {
      await this.request("token.refresh", { token: await this.credentials.token() });
    } catch (error) {
      if (this.currentState !== "closed") this.listener.failed(CarillonError.from(error, "unauthorized"));
    }
  }

  private disconnected(code: number): void {
    this.socket = undefined;
    this.hello = undefined;
    this.requests.detach();
    this.acks.pause();
    this.liveness.stop();
    if (this.currentState === "closed") return;
    if (code === CloseCode.replaced) return this.end({ reason: "replaced" });
    if (code === CloseCode.forbidden)
      return this.end({ reason: "forbidden", error: new CarillonError("forbidden", "refused by the service") });
    if (code === CloseCode.token) {
      if (!this.credentials.renewable) {
        return this.end({ reason: "unauthorized", error: new CarillonError("token_expired", "the token is not valid any more") });
      }
      this.credentials.discard();
    }
    if (code === CloseCode.malformed || code === CloseCode.tooBig) {
      // One of the waiting requests did it; sent again it would do it again.
      this.requests.failAll(new CarillonError(code === CloseCode.tooBig ? "too_large" : "bad_request", "refused by the service"));
    }
    if (this.currentState === "ready") this.setState("reconnecting");
    // A connection that fails soon after it was ready must not reset the delays.
    if (this.readyAt > 0 && Date.now() - this.readyAt >= this.options.backoff.maxMs) this.backoff.reset();
    if (this.reconnectTimer === undefined) this.reconnectIn(this.backoff.next());
  }

  /** Dials anew after that delay, leaving the present socket then if there still is one. */
  private reconnectIn(delayMs: number): void {
    clearTimeout(this.reconnectTimer);
    this.reconnectTimer = setTimeout(() => {
      // The timer still counts as set while the old socket closes, so that this schedules no second attempt.
      this.socket?.close();
      this.reconnectTimer = undefined;
      void this.dial();
    }, delayMs);
  }

  private end(cause?: { readonly reason: string; readonly error?: CarillonError }): void {
    if (this.currentState === "closed") return;
    this.setState("closed");
    clearTimeout(this.reconnectTimer);
    this.socket?.close();
    this.options.resumeStore?.set(undefined);
    this.requests.failAll(cause?.error ?? closedError());
    if (cause) this.listener.closed(cause.reason, cause.error);
  }

  private setState(state: ClientState): void {
    if (this.currentState === state) return;
    this.currentState = state;
    this.listener.stateChanged(state);
  }
}

function closedError(): CarillonError {
  return new CarillonError("connection_closed", "the client is closed");
}

function delay(ms: number): { readonly promise: Promise<void>; readonly cancel: () => void } {
  let cancel = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    cancel = () => clearTimeout(timer);
  });
  return { promise, cancel };
}
