import type { ActiveCall, ClientOptions, InviteOptions } from "../../src/index.js";
import { next, nextOf } from "./client.js";
import { FakeNetwork } from "./peer-connection.js";
import { connection, signIn } from "./people.js";
import { RelayService } from "./relay-service.js";

/** Alice has called bob, and both ends are connected. */
export async function inCall(options: { invite?: Partial<InviteOptions>; client?: Partial<ClientOptions> } = {}) {
  const network = new FakeNetwork();
  const service = await RelayService.start();
  const alice = await signIn(service.url, "alice", network, options.client);
  const bob = await signIn(service.url, "bob", network);
  const ringing = next(bob.client, "incoming");
  const outgoing = await alice.client.invite("bob", { media: "video", ...options.invite });
  const active = nextOf(outgoing, "state");
  const bobsCall = await (await ringing).accept();
  const alicesCall = (await active) as ActiveCall;
  await Promise.all([connection(alicesCall, "connected"), connection(bobsCall, "connected")]);
  return { network, service, alice, bob, alicesCall, bobsCall };
}
