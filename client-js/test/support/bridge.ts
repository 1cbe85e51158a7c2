import type { GroupService } from "./group-service.js";
import type { FakeNetwork } from "./peer-connection.js";

/** What an offer has beside the lines for what the client itself sends. */
interface Offered {
  /** The client said that it shares a screen. */
  readonly ownScreen?: boolean;
  /** The ids of streams with sound and picture; of screens with a picture alone. `undefined` for one that has gone. */
  readonly streams?: readonly (string | undefined)[];
}

/** A videobridge to one client, as the service offers it; without media. */
export class FakeBridge {
  private version = 0;

  constructor(
    private readonly service: GroupService,
    network: FakeNetwork,
    private readonly session: string,
    private readonly call: { readonly callId: string; readonly epoch: number },
  ) {
    network.bridges.add(session);
  }

  offer(userId: string, offered: Offered = {}): void {
    const { callId, epoch } = this.call;
    const description = { type: "offer", sdp: this.sdp(offered) };
    this.service.tell(callId, userId, "media.description", { from: "sfu", description, epoch });
  }

  private sdp({ ownScreen = false, streams = [] }: Offered): string {
    let mid = 0;
    const line = (kind: string, direction: string, msid: string | undefined, port = 9): string =>
      `m=${kind} ${port} UDP/TLS/RTP/SAVPF 111\r\na=mid:${mid++}\r\n${msid ? `a=msid:${msid} x\r\n` : ""}a=${direction}\r\n`;
    const own = [line("audio", "sendrecv", "mixedmslabel"), line("video", "sendrecv", "mixedmslabel")];
    if (ownScreen) own.push(line("video", "recvonly", undefined));
    const others = streams.flatMap((id) => {
      const kinds = id?.endsWith("screen") ? ["video"] : ["audio", "video"];
      return kinds.map((kind) => (id === undefined ? line(kind, "inactive", undefined, 0) : line(kind, "sendonly", id)));
    });
    const head = `v=0\r\no=- ${this.session} ${++this.version} IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:b${this.session}\r\n`;
    return head + own.join("") + others.join("");
  }
}
