import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { isIPv4 } from "node:net";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A cold bridge takes tens of seconds for its first participant on a starved machine. */
const FIRST_ALLOCATION_MS = 90_000;

/** What is read of a bridge's answer to a request of colibri2 that made an endpoint. */
interface Allocated {
  readonly endpoints: readonly { readonly transport: { readonly transport: { readonly candidates: readonly Candidate[] } } }[];
}

interface Candidate {
  readonly protocol: string;
  readonly ip: string;
}

/**
 * Real bridges that somebody else has started. `CARILLON_TEST_JVB` names their private HTTP addresses, separated by commas;
 * `CARILLON_TEST_JVB_KILL` is a shell command that kills the one whose address it finds in the variable `BRIDGE`.
 */
export class Videobridges {
  private constructor(
    readonly addresses: readonly string[],
    private readonly killCommand: string | undefined,
  ) {}

  /** Those that the environment names; none, perhaps. */
  static named(): Videobridges {
    const { CARILLON_TEST_JVB = "", CARILLON_TEST_JVB_KILL } = process.env;
    const addresses = CARILLON_TEST_JVB.split(",").map((address) => address.trim().replace(/\/$/, ""));
    return new Videobridges(addresses.filter(Boolean), CARILLON_TEST_JVB_KILL);
  }

  /** What of the server's settings leads it to them. */
  get settings(): Record<string, string> {
    return { CARILLON_VIDEOBRIDGE_URLS: this.addresses.join(",") };
  }

  /** Why nothing can be tested with them; nothing where it can. */
  get whyNot(): string | undefined {
    return this.addresses.length === 0 ? "CARILLON_TEST_JVB names no Jitsi Videobridge" : undefined;
  }

  /** The same for a test in which one of them dies. */
  get whyNoneCanDie(): string | undefined {
    if (this.whyNot !== undefined) return this.whyNot;
    if (this.addresses.length < 2) return "CARILLON_TEST_JVB names one Jitsi Videobridge, and two are needed";
    return this.killCommand ? undefined : "CARILLON_TEST_JVB_KILL says no command that kills a bridge";
  }

  /** An IPv4 address at which the first of them takes media, as it says itself to the only participant of a conference. */
  async mediaAddress(): Promise<string> {
    const [bridge] = this.addresses;
    if (bridge === undefined) throw new Error(this.whyNot);
    const conference = { "meeting-id": randomUUID() };
    const participant = {
      id: "e2e",
      create: true,
      capabilities: ["source-names", "private-address-connectivity"],
      transport: { "ice-controlling": true },
    };
    const { endpoints } = (await colibri(bridge, { ...conference, create: true, endpoints: [participant] })) as Allocated;
    await colibri(bridge, { ...conference, expire: true });
    const candidates = endpoints.flatMap(({ transport }) => transport.transport.candidates);
    const reachable = candidates.find(({ protocol, ip }) => protocol === "udp" && isIPv4(ip));
    if (reachable === undefined) throw new Error(`${bridge} takes media at no IPv4 address`);
    return reachable.ip;
  }

  /** Those that have a conference at the moment. */
  async busy(): Promise<string[]> {
    const counts = await Promise.all(this.addresses.map(conferencesOn));
    return this.addresses.filter((_, index) => (counts[index] ?? 0) > 0);
  }

  /** Kills that bridge, and makes sure that it is dead. */
  async kill(address: string): Promise<void> {
    if (!this.killCommand) throw new Error(this.whyNoneCanDie);
    await run("sh", ["-c", this.killCommand], { env: { ...process.env, BRIDGE: address } });
    if ((await conferencesOn(address)) !== undefined) throw new Error(`${address} still answers after it was killed`);
  }
}

/** Has a bridge carry out a request of colibri2. */
async function colibri(address: string, request: object): Promise<unknown> {
  const response = await fetch(`${address}/colibri/v2/conferences`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(FIRST_ALLOCATION_MS),
  });
  if (!response.ok) throw new Error(`${address} answers ${response.status}: ${await response.text()}`);
  return response.json();
}

/** @returns nothing where the bridge does not answer */
async function conferencesOn(address: string): Promise<number | undefined> {
  try {
    const response = await fetch(`${address}/colibri/stats`);
    const { conferences } = (await response.json()) as { conferences: number };
    return conferences;
  } catch {
    return undefined;
  }
}
