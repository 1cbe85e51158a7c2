import WebSocket from "ws";

interface Frame {
  readonly type: string;
  readonly data?: Record<string, unknown>;
}

/** A WebSocket on which frames are awaited one after the other. */
export class SignalingSocket {
  private readonly frames: Frame[] = [];
  private readonly closed: Promise<number>;
  private arrived = (): void => undefined;

  constructor(private readonly socket: WebSocket) {
    socket.on("message", (text) => {
      this.frames.push(JSON.parse(String(text)) as Frame);
      this.arrived();
    });
    this.closed = new Promise((resolve, reject) => {
      socket.on("close", resolve);
      socket.on("error", reject);
    });
  }

  static to(server: string): SignalingSocket {
    return new SignalingSocket(new WebSocket(`${server.replace(/^http/, "ws")}/v1/ws`));
  }

  send(type: string, id: string, data: object): void {
    this.socket.send(JSON.stringify({ type, id, data }));
  }

  /** The data of the next frame of this type; those before it are dropped. Rejects when the socket closes instead. */
  async next(type: string): Promise<Record<string, unknown>> {
    for (;;) {
      const frame = this.frames.shift();
      if (frame?.type === type) return frame.data ?? {};
      if (frame) continue;
      const more = new Promise<void>((resolve) => (this.arrived = resolve));
      const end = await Promise.race([more, this.closed]);
      if (end !== undefined && this.frames.length === 0) throw new Error(`closed with ${end} before ${type}`);
    }
  }

  closeCode(): Promise<number> {
    return this.closed;
  }
}
