import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Daemon } from "./daemon.js";
import { freePort } from "./free-port.js";

/** A TURN server that listens on the loopback address. */
export interface Coturn {
  /** What the server under test needs to know of it. */
  readonly settings: Record<string, string>;
  stop(): Promise<void>;
}

/**
 * Started on a free port; another is tried where somebody else was faster.
 *
 * @param relayAddress the address of this machine from which it relays: from loopback it reaches nobody elsewhere
 */
export async function startCoturn(relayAddress = "127.0.0.1"): Promise<Coturn> {
  for (let attemptsLeft = 3; ; attemptsLeft--) {
    try {
      return await startOn(await freePort(), relayAddress);
    } catch (error) {
      if (attemptsLeft === 1 || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

async function startOn(port: number, relayAddress: string): Promise<Coturn> {
  const folder = await mkdtemp(join(tmpdir(), "carillon-coturn-"));
  const secret = "end-to-end";
  const config = join(folder, "turnserver.conf");
  await writeFile(
    config,
    [
      `listening-port=${port}`,
      "listening-ip=127.0.0.1",
      `relay-ip=${relayAddress}`,
      "realm=carillon.test",
      "use-auth-secret",
      `static-auth-secret=${secret}`,
      "fingerprint",
      "no-tls",
      "no-dtls",
      "no-cli",
      `cli-password=${secret}`,
      "allow-loopback-peers",
      "log-file=stdout",
      `pidfile=${join(folder, "turnserver.pid")}`,
      `userdb=${join(folder, "turndb")}`,
      "",
    ].join("\n"),
  );
  const server = await Daemon.start({
    command: "turnserver",
    args: ["-c", config],
    ready: () => answersStun(port),
    readyWithinMs: 30_000,
  });
  return {
    settings: { CARILLON_TURN_URLS: `turn:127.0.0.1:${port}?transport=udp`, CARILLON_TURN_SECRET: secret },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whether a STUN server answers a Binding request (RFC 8489, section 2) within a moment. */
function answersStun(port: number): Promise<boolean> {
  const bindingRequest = Buffer.concat([Buffer.from([0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]);
  const socket = createSocket("udp4");
  return new Promise((resolve) => {
    const settle = (answered: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(answered);
    };
    const timer = setTimeout(() => settle(false), 200);
    socket.once("message", () => settle(true));
    // Nobody listens yet: the timer asks again.
    socket.on("error", () => undefined);
    socket.send(bindingRequest, port, "127.0.0.1");
  });
}
