import { Blocks, type BlocksApi } from "./blocks.js";
import type { ActiveCall, LiveCall, LocalMediaOptions, OutgoingCall } from "./call.js";
import { Calls } from "./calls.js";
import type { ClientEvents, ClientOptions } from "./client-options.js";
import { Devices, type DevicesApi } from "./devices.js";
import { Emitter, type Subscribable } from "./emitter.js";
import { CarillonError } from "./errors.js";
import { History, type HistoryApi } from "./history.js";
import { IdleWatch, pageActivity } from "./idle.js";
import type { InviteOptions, JoinTarget } from "./invitation.js";
import { IceServerSource } from "./media/ice-servers.js";
import { watchNetwork } from "./network.js";
import { globalWebSocket, type MediaPlatform, mediaPlatform } from "./platform.js";
import { type PresenceApi, PresenceWatch } from "./presence.js";
import type { Ready, ServiceEvent } from "./messages.js";
import type { CallView, DeviceRef } from "./protocol.js";
import { type ClientState, Session } from "./session.js";

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
  /** Who is online, and what others see of this user. */
  readonly presence: PresenceApi;
  /** Calls of the past. */
  readonly history: HistoryApi;
  /** Whom this user does not want to be called by. */
  readonly blocks: BlocksApi;
  /** Cameras, microphones, speakers. */
  readonly devices: DevicesApi;
  private readonly emitter = new Emitter<ClientEvents>();
  private readonly session: Session;
  private readonly platform: MediaPlatform;
  private readonly callSet: Calls;
  private readonly presenceWatch: PresenceWatch;
  private self: DeviceRef | undefined;
  private connecting: Promise<void> | undefined;
  /** What watches the page while the client is open. */
  private readonly watches: (() => void)[] = [];

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
    this.platform = mediaPlatform(options.media);
    this.callSet = this.makeCalls();
    this.presenceWatch = new PresenceWatch(
      this.session.request,
      () => this.now(),
      (users) => this.emitter.emit("presence", users),
    );
    this.presence = this.presenceWatch;
    this.history = new History(this.session.request, () => this.now());
    this.blocks = new Blocks(this.session.request);
    this.devices = new Devices(this.platform, (error) => this.failed(error));
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

  /** The active call that is not on hold; of several the one that became so last. */
  get activeCall(): ActiveCall | undefined {
    return this.callSet.foreground;
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
      this.watch();
      this.session.open();
    });
    return this.connecting;
  }

  /**
   * Says `bye`: this device leaves its calls at once, and the client is of no more use. A page that is merely loaded
   * anew does not close: its part in a call then waits for it.
   */
  async close(): Promise<void> {
    this.unwatch();
    this.callSet.endAll("hangup");
    await this.session.close();
  }

  /**
   * Opens microphone and camera and rings the user, or several: those, or `group: true`, make a group call. Resolves when the
   * service took the invitation; where that one user was calling this one at the same moment, the result is that call, answered.
   * @throws CarillonError `media_unavailable`, `rate_limited`, `user_unknown`, `too_many_parties`, …; `call_ended` where it
   *   ended at once, with the {@link CallEnd} as `details`
   */
  invite(to: string | readonly string[], options: InviteOptions): Promise<OutgoingCall | ActiveCall> {
    return this.self ? this.callSet.invite(typeof to === "string" ? [to] : to, options) : Promise.reject(notConnected());
  }

  /**
   * Enters a group call or a room without ringing anybody. Who is in it is in `call.peers`. Where this device is in it
   * already, the result is that call.
   * @throws CarillonError `call_not_found`, `forbidden`, `too_many_parties`, `media_unavailable`, …
   */
  join(target: JoinTarget, options: LocalMediaOptions = {}): Promise<ActiveCall> {
    return this.self ? this.callSet.join(target, options) : Promise.reject(notConnected());
  }

  /** Puts every other active call on hold and takes this one off hold. */
  swap(call: ActiveCall): Promise<void> {
    return this.callSet.swap(call);
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

  private watch(): void {
    this.watches.push(watchNetwork(() => this.networkChanged()));
    const { idleAfterMs, activity = pageActivity() } = this.options;
    if (idleAfterMs === undefined || activity === undefined) return;
    const idle = new IdleWatch(activity, idleAfterMs, (isIdle) => {
      this.presenceWatch.setIdle(isIdle).catch((error: unknown) => this.failed(error));
    });
    this.watches.push(() => idle.stop());
  }

  private unwatch(): void {
    for (const stop of this.watches.splice(0)) stop();
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
    this.unwatch();
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
      platform: this.platform,
      rtcConfiguration: options.rtcConfiguration ?? {},
      statsIntervalMs: options.statsIntervalMs ?? 5_000,
      iceServers: new IceServerSource(session.request, now),
    };
    return new Calls(env, {
      incoming: (call) => this.emitter.emit("incoming", call),
      transferred: (call) => this.emitter.emit("transferred", call),
      restored: (call) => this.emitter.emit("restored", call),
      replaced: (ended, call) => this.emitter.emit("replaced", { ended, call }),
      failed: (error) => this.emitter.emit("error", error),
    });
  }

  private failed(error: unknown): void {
    if (this.state !== "closed") this.emitter.emit("error", CarillonError.from(error, "internal"));
  }
}

function notConnected(): CarillonError {
  return new CarillonError("invalid_state", "connect first");
}

/** By hand: the URL class of React Native only reads. */
function webSocketUrl(address: string): string {
  const [, scheme, host, path = "", rest = ""] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)([^?#]*)(\?[^#]*)?/i.exec(address) ?? [];
  if (scheme === undefined || host === undefined) {
    throw new CarillonError("bad_request", `options.url is not an absolute address: ${address}`);
  }
  switch (scheme.toLowerCase()) {
    case "ws":
    case "wss":
      return `${scheme.toLowerCase()}://${host}${path}${rest}`;
    case "http":
    case "https":
      return `${scheme.toLowerCase() === "http" ? "ws" : "wss"}://${host}${path === "" || path === "/" ? "/v1/ws" : path}${rest}`;
    default:
      throw new CarillonError("bad_request", `options.url must begin with wss:, ws:, https: or http:, not ${scheme}:`);
  }
}
