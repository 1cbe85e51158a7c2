import { CarillonError } from "./errors.js";
import type { ErrorBody, RequestType, Requests } from "./messages.js";

interface Pending {
  readonly frame: { readonly type: RequestType; readonly id: string; readonly data: object };
  readonly resolve: (reply: never) => void;
  readonly reject: (error: CarillonError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Sends a request and resolves with the data of its `ok`. */
export type SendRequest = <T extends RequestType>(type: T, data: Requests[T]["data"]) => Promise<Requests[T]["reply"]>;

/**
 * Requests without an answer yet, in the order made. They outlive a socket: on the next one they are sent again
 * with the same ids, and the service answers those that it has carried out already with the stored reply.
 */
export class PendingRequests {
  private readonly pending = new Map<string, Pending>();
  /** Sets apart what was sent before a page reload, when the session goes on after it. */
  private readonly idPrefix = Math.random().toString(36).slice(2, 10);
  private counter = 0;
  private send: ((frame: object) => void) | undefined;

  constructor(private readonly timeoutMs: number) {}

  readonly request: SendRequest = (type, data) =>
    new Promise((resolve, reject) => {
      const frame = { type, id: this.nextId(), data };
      const timer = setTimeout(() => {
        this.pending.delete(frame.id);
        reject(new CarillonError("timeout", `no answer to ${type} within ${this.timeoutMs} ms`, { retryable: true }));
      }, this.timeoutMs);
      this.pending.set(frame.id, { frame, resolve, reject, timer });
      this.send?.(frame);
    });

  nextId(): string {
    this.counter += 1;
    return `${this.idPrefix}-${this.counter}`;
  }

  /** From now on requests go out through `send`; first those that wait. */
  attach(send: (frame: object) => void): void {
    this.send = send;
    for (const { frame } of this.pending.values()) send(frame);
  }

  detach(): void {
    this.send = undefined;
  }

  succeed(id: string, data: unknown): void {
    // What type the reply has was settled where the request was made; the service is trusted to keep to it.
    this.take(id)?.resolve(data as never);
  }

  fail(id: string, error: ErrorBody): void {
    this.take(id)?.reject(CarillonError.fromWire(error));
  }

  failAll(error: CarillonError): void {
    for (const id of [...this.pending.keys()]) this.take(id)?.reject(error);
  }

  private take(id: string): Pending | undefined {
    const request = this.pending.get(id);
    if (request === undefined) return undefined;
    this.pending.delete(id);
    clearTimeout(request.timer);
    return request;
  }
}
