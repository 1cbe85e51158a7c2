import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { carillon, type Outcome } from "../support/command.js";
import { busyPort, freePort } from "../support/free-port.js";
import { SignalingSocket } from "../support/signaling-socket.js";

const START_MS = 300_000;
const EDGE_SERVICES = ["presence", "push", "sfu"];

interface NodeStatus {
  readonly name: string;
  readonly services: readonly string[];
  readonly pid?: number;
  readonly port?: number;
  readonly adminPort: number;
  readonly state: "up" | "paused" | "draining" | "down";
}

let data: string;
let address: string;
let announced: Outcome;

beforeAll(async () => {
  await carillon(["build"], { timeoutMs: 540_000 });
  data = await mkdtemp(join(tmpdir(), "carillon-cluster-"));
  const port = await freePort();
  address = `http://localhost:${port}`;
  announced = await carillon(["cluster", "up", "--port", String(port), "--data", data], { timeoutMs: START_MS });
});
afterAll(async () => {
  await cluster("down");
  await rm(data, { recursive: true, force: true });
});

test("three nodes with calls and two edges come up behind one address, which has the demo page", async () => {
  expect(announced).toMatchObject({ exitCode: 0 });
  expect(announced.stdout.split("\n")[0]).toBe(`ready ${address}`);
  expect(announced.stdout).toContain(`${address}/?user=alice`);
  expect((await fetch(`${address}/?user=alice`)).status).toBe(200);

  const nodes = await status();

  expect(nodes.map(({ name, services, state }) => ({ name, services, state }))).toEqual([
    ...["call-1", "call-2", "call-3"].map((name) => ({ name, services: ["call"], state: "up" })),
    ...["edge-1", "edge-2"].map((name) => ({ name, services: EDGE_SERVICES, state: "up" })),
  ]);
  for (const { name, port, pid, adminPort } of nodes) {
    expect(pid).toBeGreaterThan(0);
    expect((await fetch(`http://localhost:${adminPort}/readyz`)).status).toBe(200);
    expect(port !== undefined).toBe(name.startsWith("edge"));
  }
});

test("a client that loses its edge finds the other at the same address, and calls that were made are there", async () => {
  const alice = await signIn("alice", await own("edge-2"));
  const bob = await signIn("bob", await own("edge-1"));
  alice.send("call.invite", "2", { callId: "0192f000-0000-7000-8000-000000000001", to: ["bob"], media: "audio" });
  await bob.next("call.invited");

  await cluster("kill", "edge-1");
  await cluster("kill", "call-1");

  expect(await stateOf("edge-1")).toBe("down");
  expect(await stateOf("call-1")).toBe("down");
  const again = await signIn("bob", address);
  expect(await again.next("call.invited")).toMatchObject({ call: { from: { userId: "alice" } } });

  await cluster("start", "edge-1");
  await cluster("start", "call-1");
  expect((await status()).map((node) => node.state)).toEqual(["up", "up", "up", "up", "up"]);
});

test("a node can be paused and go on, and is emptied before it ends", async () => {
  await cluster("pause", "call-2");
  expect(await stateOf("call-2")).toBe("paused");
  await cluster("resume", "call-2");
  expect(await stateOf("call-2")).toBe("up");

  const carol = await signIn("carol", await own("edge-2"));
  await cluster("drain", "edge-2");

  expect(await carol.next("goaway")).toMatchObject({ action: "resume", reason: "drain" });
  await vi.waitFor(async () => expect(await stateOf("edge-2")).toBe("down"), { timeout: 40_000 });
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
});

test("what can't be done is refused in one line", async () => {
  const busy = await busyPort();
  onTestFinished(() => busy.close());
  const elsewhere = await mkdtemp(join(tmpdir(), "carillon-cluster-"));
  onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));

  expectRefusal(await carillon(["cluster", "up", "--data", data]), "runs in");
  expectRefusal(await carillon(["cluster", "up", "--port", String(busy.port), "--data", elsewhere]), `port ${busy.port} is in use`);
  expectRefusal(await carillon(["cluster", "up", "--nodes", "0", "--data", elsewhere]), "--nodes");
  expectRefusal(await carillon(["cluster", "kill", "call-9", "--data", data]), 'no node "call-9"');
  expectRefusal(await carillon(["cluster", "resume", "call-3", "--data", data]), "not paused");
  expectRefusal(await carillon(["cluster", "status", "--data", elsewhere]), "no cluster");
});

test("down ends every process and frees the address", async () => {
  const listeners = (await status()).map(({ adminPort }) => `http://localhost:${adminPort}/livez`);

  await cluster("down");

  for (const listener of [address, ...listeners]) await expect(fetch(listener)).rejects.toThrow();
  expectRefusal(await carillon(["cluster", "status", "--data", data]), "no cluster");
});

async function cluster(...words: readonly string[]): Promise<string> {
  return (await carillon(["cluster", ...words, "--data", data])).stdout;
}

async function status(): Promise<readonly NodeStatus[]> {
  const lines = (await cluster("status")).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as NodeStatus);
}

async function stateOf(name: string): Promise<string | undefined> {
  return (await status()).find((node) => node.name === name)?.state;
}

/** The address of an edge itself, past the one before them all. */
async function own(edge: string): Promise<string> {
  return `http://localhost:${(await status()).find((node) => node.name === edge)?.port}`;
}

async function signIn(user: string, server: string): Promise<SignalingSocket> {
  const { stdout } = await carillon(["token", "--user", user, "--data", data]);
  const client = SignalingSocket.to(server);
  await client.next("welcome");
  client.send("hello", "1", { token: stdout.trim(), device: { id: `${user}-phone` } });
  await client.next("ok");
  return client;
}

function expectRefusal({ exitCode, stdout, stderr }: Outcome, words: string): void {
  expect(stderr).toMatch(/^carillon: [^\n]+\n$/);
  expect(stderr).toContain(words);
  expect(stdout).toBe("");
  expect(exitCode).toBeGreaterThan(0);
}
