import type { HistoryRecord } from "./protocol.js";
import type { SendRequest } from "./requests.js";

/** Which records of the history are wanted. */
export interface HistoryQuery {
  /** Only calls made before that time, milliseconds since 1970: `startedAt` of the last record begins the next page. */
  readonly before?: number;
  /** 1 to 100; the service's default is 50. */
  readonly limit?: number;
  /** Missed calls alone. */
  readonly missed?: boolean;
}

/** The user's calls of the past, on whatever device. */
export interface HistoryApi {
  /** Latest first. */
  list(query?: HistoryQuery): Promise<readonly HistoryRecord[]>;
  /**
   * The user has seen the missed calls up to that one: they count as missed no more, on no device.
   * @param upTo `startedAt` of the latest one seen; without it all up to now
   */
  seen(upTo?: number): Promise<void>;
}

/** Asks the service. */
export class History implements HistoryApi {
  constructor(
    private readonly request: SendRequest,
    private readonly now: () => number,
  ) {}

  async list(query: HistoryQuery = {}): Promise<readonly HistoryRecord[]> {
    const { records } = await this.request("history.list", query);
    return records;
  }

  async seen(upTo: number = Math.floor(this.now())): Promise<void> {
    await this.request("history.seen", { upTo });
  }
}
