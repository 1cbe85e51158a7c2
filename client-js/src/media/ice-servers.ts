import type { IceServers } from "../protocol.js";
import type { SendRequest } from "../requests.js";

/** Credentials that expire sooner are not begun with, in milliseconds. */
const MIN_REMAINING_MS = 60_000;

/** The STUN and TURN servers that the service names, with their time-limited credentials. */
export class IceServerSource {
  private latest: IceServers | undefined;

  constructor(
    private readonly request: SendRequest,
    private readonly now: () => number,
  ) {}

  /** @throws CarillonError of the request */
  async get(callId?: string): Promise<RTCIceServer[]> {
    const { latest } = this;
    if (latest?.expiresAt !== undefined && latest.expiresAt - this.now() > MIN_REMAINING_MS) return latest.iceServers;
    this.renew(await this.request("media.iceServers", callId === undefined ? {} : { callId }));
    return this.latest?.iceServers ?? [];
  }

  renew(servers: IceServers): void {
    this.latest = servers;
  }
}
