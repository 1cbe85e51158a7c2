import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { atEnd } from "./setup.js";

export interface RequestFrame {
  readonly type: string;
  readonly id: string;
  readonly seq?: number;
  // What a request carries is what the tests look into.
  readonly data: Record<string, unknown> & { readonly callId?: string; readonly description?: { type: string; sdp: string } };
}

/** What `hello` is answered with, unless a test says otherwise. */
export const READY = {
  userId: "alice",
  deviceId: "laptop",
  sessionId: "s1",
  resumed: false,
  resumeToken: "resume-1",
  resumeTtlMs: 30_000,
  serverTime: 1_795_190_000_000,
  pingIntervalMs: 25_000,
  calls: [] as unknown[],
  recentlyEnded: [] as unknown[],
  missedCalls: 0,
};

/** The service's end of one socket, played by a test line by line. */
export class ScriptedSocket {
  /** Everything that came, in order. */
  readonly frames: RequestFrame[] = [];
  closeCode: number | undefined;
  seq = 0;
  private readonly taken = new Set<RequestFrame>();
  private readonly changed = new Set<() => void>();

  constructor(readonly webSocket: WebSocket) {
    webSocket.on("message", (text) => {
      const frame = JSON.parse(String(text)) as RequestFrame;
      this.frames.push(frame);
      if (frame.type === "bye") this.ok(frame);
      this.wake();
    });
    webSocket.on("close", (code) => {
      this.closeCode = code;
      this.wake();
    });
    this.send({ type: "welcome", data: { protocol: 1, server: "scripted", features: [], limits: {}, helloTimeoutMs: 5_000 } });
  }

  /** The next frame of that type that no test line has had yet. */
  async next(type: string): Promise<RequestFrame> {
    for (;;) {
      const frame = this.frames.find((candidate) => candidate.type === type && !this.taken.has(candidate));
      if (frame) {
        this.taken.add(frame);
        return frame;
      }
      await this.change();
    }
  }

  async closed(): Promise<number> {
    while (this.closeCode === undefined) await this.change();
    return this.closeCode;
  }

  of(type: string): RequestFrame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  send(frame: object): void {
    this.webSocket.send(JSON.stringify(frame));
  }

  ok(request: RequestFrame, data: object = {}): void {
    this.send({ type: "ok", id: request.id, data });
  }

  error(request: RequestFrame, code: string, extra: object = {}): void {
    this.send({ type: "error", id: request.id, error: { code, message: `refused: ${code}`, retryable: false, ...extra } });
  }

  event(type: string, data: object, seq = this.seq + 1): void {
    this.seq = seq;
    this.send({ type, seq, ts: 1_795_190_000_500, data });
  }

  /** Takes the hello. */
  async welcome(ready: object = {}): Promise<RequestFrame> {
    const hello = await this.next("hello");
    this.ok(hello, { ...READY, ...ready });
    return hello;
  }

  /** The network is gone: no close frame. */
  drop(): void {
    this.webSocket.terminate();
  }

  close(code: number): void {
    this.webSocket.close(code);
  }

  private wake(): void {
    for (const waiter of [...this.changed]) waiter();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      const waiter = (): void => {
        this.changed.delete(waiter);
        resolve();
      };
      this.changed.add(waiter);
    });
  }
}

/** A WebSocket server on a free port whose answers are the test's. */
export class ScriptedService {
  private readonly waiting: ScriptedSocket[] = [];
  private readonly takers: ((socket: ScriptedSocket) => void)[] = [];
  connections = 0;

  private constructor(private readonly server: WebSocketServer) {
    server.on("connection", (webSocket) => {
      this.connections += 1;
      const socket = new ScriptedSocket(webSocket);
      const taker = this.takers.shift();
      if (taker) taker(socket);
      else this.waiting.push(socket);
    });
  }

  static async start(): Promise<ScriptedService> {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await once(server, "listening");
    atEnd(() => {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(resolve));
    });
    return new ScriptedService(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1/ws`;
  }

  /** The next connection. */
  accept(): Promise<ScriptedSocket> {
    const socket = this.waiting.shift();
    return socket ? Promise.resolve(socket) : new Promise((resolve) => this.takers.push(resolve));
  }
}
