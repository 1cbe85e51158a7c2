import type { ActiveCall, Call, DetachedCall, IncomingCall, LiveCall, OutgoingCall } from "./call.js";
import { Calls, type InviteOptions } from "./calls.js";
import type { TokenProvider } from "./credentials.js";
import { Emitter, type Subscribable } from "./emitter.js";
import { CarillonError } from "./errors.js";
import { IceServerSource } from "./media/ice-servers.js";
import { watchNetwork } from "./network.js";
import { globalWebSocket, type MediaPlatform, mediaPlatform, type WebSocketConstructor } from "./platform.js";
import { type PresenceApi, PresenceWatch } from "./presence.js";
import type { CallView, Device, DeviceRef, Presence, Ready, ServiceEvent } from "./protocol.js";
import type { ResumeStore } from "./resume-store.js";
import { type ClientState, Session } from "./session.js";

export interface ClientOptions {
  /** The service: `wss://host/v1/ws`, or its `https://host` address. */
  readonly url: string;
  /** A JWT, or where to get a fresh one: at the first connect, when it expires, and when the service refuses it as expired. */
  readonly token: string | TokenProvider;
  readonly device: Device;
  /** Survives a page reload; see {@link webResumeStore}. */
  readonly resumeStore?: ResumeStore;
  readonly webSocket?: WebSocketConstructor;
  readonly media?: Partial<MediaPlatform>;
  /** Beside the ICE servers, which the service names; `iceTransportPolicy: "relay"` for instance. */
  readonly rtcConfiguration?: Omit<RTCConfiguration, "iceServers">;
  /** Reconnect delays, in milliseconds: full jitter below a bound that doubles. Default 300 to 10,000. */
  readonly backoff?: { readonly minMs: number; readonly maxMs: number };
  /** A request without an answer for so long, connection or not, rejects with `timeout`. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** How often a call's statistics are reported to the service, in milliseconds. Default 5,000; 0 never. */
  readonly statsIntervalMs?: number;
}

export interface ClientEvents {
  state: ClientState;
  /** Somebody calls this user. The service has been told that this device rings. */
  incoming: IncomingCall;
  /** After a reload: a call in which this device has a part. Call `rejoin()` on a `detached` one. */
  restored: DetachedCall | OutgoingCall;
  /** Two users called each other at once; the service kept the other invitation and connects it. Show `call` in place of `ended`. */
  replaced: { readonly ended: Call; readonly call: ActiveCall };
  /** The list `client.calls` changed, or a call in it did. */
  calls: readonly LiveCall[];
  /** Watched users whose presence changed. */
  presence: readonly Presence[];
  /** How many calls the user has missed and not seen, as told when a session begins. */
  missedCalls: number;
  /** The service closed for good: `replaced` (another window with the same device id), a refused token. */
  closed: { readonly reason: string; readonly error: CarillonError | undefined };
  /** Something failed that no promise reports. */
  error: CarillonError;
}

/**
 * One device of one user, connected to Carillon.
 *
 * ```ts
 * const client = new CarillonClient({ url: "https://calls.example", token, device: { id: "laptop" } });
 * client.on("incoming", (call) => call.accept());
 * await client.connect();
 * const call = await client.invite("bob", { media: "video" });
 * call.on("remoteStream", (stream) => (video.srcObject = stream));
 * ```
 */
export class CarillonClient implements Subscribable<ClientEvents> {
  readonly presence: PresenceApi;
  private readonly emitter = new Emitter<ClientEvents>();
  private readonly session: Session;
  private readonly callSet: Calls;
  private readonly presenceWatch: PresenceWatch;
  private self: DeviceRef | undefined;
  private connecting: Promise<void> | undefined;
  private unwatchNetwork = (): void => undefined;

  /** @throws CarillonError `bad_request` for an address that is none, or where the platform has no WebSocket */
  constructor(private readonly options: ClientOptions) {
    this.session = new Session(
      {
        url: webSocketUrl(options.url),
        token: options.token,
        device: options.device,
        webSocket: options.webSocket ?? globalWebSocket(),
        resumeStore: options.resumeStore,
        backoff: options.backoff ?? { minMs: 300, maxMs: 10_000 },
        requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
      },
      {
        stateChanged: (state) => this.emitter.emit("state", state),
        ready: (ready) => this.ready(ready),
        event: (event) => this.dispatch(event),
        closed: (reason, error) => this.closedByService(reason, error),
        failed: (error) => this.emitter.emit("error", error),
        hasLiveCalls: () => this.callSet.hasAny,
      },
    );
    this.callSet = this.makeCalls();
    this.presenceWatch = new PresenceWatch(this.session.request, (users) => this.emitter.emit("presence", users));
    this.presence = this.presenceWatch;
  }

  get state(): ClientState {
    return this.session.state;
  }

  /** Known once ready. */
  get userId(): string | undefined {
    return this.self?.userId;
  }

  /** Live calls in which this device has a part, oldest first. */
  get calls(): readonly LiveCall[] {
    return this.callSet.live;
  }

  /** The service's clock, in milliseconds since 1970: what `startedAt` and `expiresAt` are measured by. */
  now(): number {
    return this.session.now();
  }

  /**
   * Connects; resolves when ready. A network that fails is tried again until `close()`.
   * @throws CarillonError when the service refuses the token or the device, or the client was closed
   */
  connect(): Promise<void> {
    if (this.state === "closed") return Promise.reject(new CarillonError("connection_closed", "the client is closed"));
    this.connecting ??= new Promise((resolve, reject) => {
      let refusal: CarillonError | undefined;
      const offClosed = this.on("closed", ({ error }) => (refusal = error));
      const offState = this.on("state", (state) => {
        if (state !== "ready" && state !== "closed") return;
        offState();
        // The reason of a close follows its state.
        queueMicrotask(() => {
          offClosed();
          if (state === "ready") resolve();
          else reject(refusal ?? new CarillonError("connection_closed", "the client is closed"));
        });
      });
      this.unwatchNetwork = watchNetwork(() => this.networkChanged());
      this.session.open();
    });
    return this.connecting;
  }

  /**
   * Says `bye`: this device leaves its calls at once, and the client is of no more use. A page that is merely loaded
   * anew does not close: its part in a call then waits for it.
   */
  async close(): Promise<void> {
    this.unwatchNetwork();
    this.callSet.endAll("hangup");
    await this.session.close();
  }

  /**
   * Opens microphone and camera and rings the user. Resolves when the service took the invitation; where that user was
   * calling this one at the same moment, the result is that call, answered.
   * @throws CarillonError `media_unavailable`, `rate_limited`, `user_unknown`, …; `call_ended` where it ended at once,
   *   with the {@link CallEnd} as `details`
   */
  invite(userId: string, options: InviteOptions): Promise<OutgoingCall | ActiveCall> {
    if (this.self === undefined) {
      return Promise.reject(new CarillonError("invalid_state", "connect first"));
    }
    return this.callSet.invite(userId, options);
  }

  /** All live calls of this user, those on other devices included. */
  async listCalls(): Promise<readonly CallView[]> {
    const reply = await this.session.request("call.list", {});
    return reply.calls;
  }

  /** @throws CarillonError `call_not_found` */
  getCall(callId: string): Promise<CallView> {
    return this.session.request("call.get", { callId });
  }

  /** To be called where the platform tells of another network; a browser's own signs are heeded already. */
  networkChanged(): void {
    this.session.networkChanged();
    this.callSet.networkChanged();
  }

  on<K extends keyof ClientEvents>(event: K, listener: (payload: ClientEvents[K]) => void): () => void {
    return this.emitter.on(event, listener);
  }

  once<K extends keyof ClientEvents>(event: K, listener: (payload: ClientEvents[K]) => void): () => void {
    return this.emitter.once(event, listener);
  }

  private ready(ready: Ready): void {
    this.self = { userId: ready.userId, deviceId: ready.deviceId };
    this.callSet.reconcile(ready);
    if (ready.resumed) return;
    if (ready.missedCalls !== undefined) this.emitter.emit("missedCalls", ready.missedCalls);
    this.presenceWatch.restore().catch((error: unknown) => this.failed(error));
  }

  private dispatch(event: ServiceEvent): void {
    switch (event.type) {
      case "presence.changed":
        return this.presenceWatch.learn(event.data.users);
      case "media.iceServers":
        return this.callSet.renewServers(event.data);
      default:
        return this.callSet.handle(event);
    }
  }

  private closedByService(reason: string, error: CarillonError | undefined): void {
    this.unwatchNetwork();
    this.callSet.endAll(reason === "replaced" ? "replaced" : "connection_lost");
    this.emitter.emit("closed", { reason, error });
  }

  private makeCalls(): Calls {
    const { options, session } = this;
    const now = (): number => session.now();
    const env = {
      request: session.request,
      now,
      self: () => this.self ?? { userId: "", deviceId: options.device.id },
      changed: () => {
        session.remember();
        this.emitter.emit("calls", this.calls);
      },
      platform: mediaPlatform(options.media),
      rtcConfiguration: options.rtcConfiguration ?? {},
      statsIntervalMs: options.statsIntervalMs ?? 5_000,
      iceServers: new IceServerSource(session.request, now),
    };
    return new Calls(env, {
      incoming: (call) => this.emitter.emit("incoming", call),
      restored: (call) => this.emitter.emit("restored", call),
      replaced: (ended, call) => this.emitter.emit("replaced", { ended, call }),
      failed: (error) => this.emitter.emit("error", error),
    });
  }

  private failed(error: unknown): void {
    if (this.state !== "closed") this.emitter.emit("error", CarillonError.from(error, "internal"));
  }
}

function webSocketUrl(address: string): string {
  let url: URL;
  try {
    url = new URL(address);
  } catch (error) {
    throw new CarillonError("bad_request", `options.url is not an absolute address: ${address}`, { cause: error });
  }
  if (url.protocol === "http:" || url.protocol === "https:") {
    url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
    if (url.pathname === "/") url.pathname = "/v1/ws";
  }
  if (url.protocol !== "ws:" && url.protocol !== "wss:") {
    throw new CarillonError("bad_request", `options.url must begin with wss:, ws:, https: or http:, not ${url.protocol}`);
  }
  return url.href;
}
