import { expect, vi } from "vitest";
import type { ActiveCall, CarillonClient, ClientOptions, MediaConnection } from "../../src/index.js";
import { FakePlatform, newClient } from "./client.js";
import type { FakeNetwork } from "./peer-connection.js";

/** Somebody with a client and a machine. */
export interface Side {
  readonly client: CarillonClient;
  readonly platform: FakePlatform;
}

/** A user signs in, with the device `laptop` unless the options name another. */
export async function signIn(url: string, userId: string, network: FakeNetwork, options: Partial<ClientOptions> = {}): Promise<Side> {
  const platform = new FakePlatform(network);
  const client = newClient(url, { token: userId, media: platform, ...options });
  await client.connect();
  return { client, platform };
}

/** Waits until the call's connection is that. */
export function connection(call: ActiveCall, state: MediaConnection): Promise<void> {
  return vi.waitFor(() => expect(call.connection).toBe(state), { timeout: 5_000, interval: 5 });
}

/** Waits until the call has media paths to exactly these users. */
export function meets(call: ActiveCall, ...users: string[]): Promise<void> {
  return vi.waitFor(
    () => {
      const connected = call.peers.filter((peer) => peer.connection === "connected" && peer.remoteStream !== undefined);
      expect(connected.map(({ userId }) => userId).sort()).toEqual([...users].sort());
    },
    { timeout: 5_000, interval: 5 },
  );
}
