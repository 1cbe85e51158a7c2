import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Daemon } from "./daemon.js";
import { freePort } from "./free-port.js";

export const projectRoot = resolve(fileURLToPath(import.meta.url), "../../..");

/** Carillon itself, started by its launcher on free ports and an empty data folder. */
export interface CarillonServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param settings `CARILLON_*` variables; those of the surrounding shell are left out */
export async function startCarillon(settings: Record<string, string> = {}): Promise<CarillonServer> {
  const data = await mkdtemp(join(tmpdir(), "carillon-e2e-"));
  const [port, adminPort] = [await freePort(), await freePort()];
  const surroundings = Object.entries(process.env).filter(([name]) => !name.startsWith("CARILLON_"));
  const server = await Daemon.start({
    command: join(projectRoot, "carillon"),
    args: ["run", "--port", String(port), "--admin-port", String(adminPort), "--data", data],
    cwd: projectRoot,
    env: { ...Object.fromEntries(surroundings), ...settings },
    ready: /^ready http:\/\/localhost:\d+/,
    readyWithinMs: 540_000,
  });
  return {
    url: `http://localhost:${port}`,
    async stop() {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
