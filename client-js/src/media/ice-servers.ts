import type { IceServers } from "../protocol.js";
import type { SendRequest } from "../requests.js";

/** Credentials that expire sooner are not begun with, in milliseconds. */
const MIN_REMAINING_MS = 60_000;

/** The STUN and TURN servers that the service names, with their time-limited credentials. */
export class IceServerSource {
  private latest: IceServers | undefined;
  /** The connections of a group that begin together ask once. */
  private asking: Promise<IceServers> | undefined;

  constructor(
    private readonly request: SendRequest,
    private readonly now: () => number,
  ) {}

  /** @throws CarillonError of the request */
  async get(): Promise<RTCIceServer[]> {
    const { latest } = this;
    if (latest?.expiresAt !== undefined && latest.expiresAt - this.now() > MIN_REMAINING_MS) return latest.iceServers;
    this.asking ??= this.request("media.iceServers", {}).finally(() => (this.asking = undefined));
    this.renew(await this.asking);
    return this.latest?.iceServers ?? [];
  }

  renew(servers: IceServers): void {
    this.latest = servers;
  }
}
