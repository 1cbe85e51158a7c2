import type { ErrorBody } from "./messages.js";

/**
 * Codes that the SDK itself raises, beside those of the service:
 * `connection_closed` the client was closed before the answer came; `timeout` no answer in time;
 * `media_unavailable` microphone or camera could not be opened, or no WebRTC platform is there.
 */
export type LocalErrorCode = "connection_closed" | "timeout" | "media_unavailable";

/** Error codes of the protocol, section 2. */
export type ServiceErrorCode =
  | "bad_request"
  | "unknown_type"
  | "too_large"
  | "rate_limited"
  | "unauthorized"
  | "forbidden"
  | "token_expired"
  | "token_not_yet_valid"
  | "token_invalid"
  | "call_not_found"
  | "call_ended"
  | "call_exists"
  | "not_in_call"
  | "answered_elsewhere"
  | "invalid_state"
  | "user_unknown"
  | "too_many_parties"
  | "no_sfu"
  | "sfu_unavailable"
  | "unavailable"
  | "internal";

/** What went wrong; the service and the SDK have codes of their own. */
export type ErrorCode = ServiceErrorCode | LocalErrorCode;

/** What every rejected promise and every `error` event of the SDK carries. */
export class CarillonError extends Error {
  override readonly name = "CarillonError";
  /** One of {@link ErrorCode}; a newer service may send codes that this version does not know. */
  readonly code: ErrorCode | (string & {});
  /** Whether the same request may succeed when it is made again. */
  readonly retryable: boolean;
  /** When to try again, in milliseconds from now, where the service said so. */
  readonly retryAfterMs: number | undefined;
  /** What the service added, for instance which field was wrong. */
  readonly details: unknown;

  /** For a platform that an app passes in, and for tests; the SDK makes its own. */
  constructor(
    code: CarillonError["code"],
    message: string,
    extra: { retryable?: boolean; retryAfterMs?: number | undefined; details?: unknown; cause?: unknown } = {},
  ) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.code = code;
    this.retryable = extra.retryable ?? false;
    this.retryAfterMs = extra.retryAfterMs;
    this.details = extra.details;
  }

  /** @internal */
  static fromWire(body: ErrorBody): CarillonError {
    return new CarillonError(body.code, body.message, body);
  }

  /** @internal Wraps whatever was thrown, keeping a CarillonError as it is. */
  static from(thrown: unknown, code: CarillonError["code"]): CarillonError {
    if (thrown instanceof CarillonError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new CarillonError(code, message, { cause: thrown });
  }
}
