import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Daemon } from "./daemon.js";

export const projectRoot = resolve(fileURLToPath(import.meta.url), "../../..");
export const launcher = join(projectRoot, "carillon");

/** Carillon itself, started by its launcher on ports that the system chooses and an empty data folder. */
export interface CarillonServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param settings `CARILLON_*` variables; those of the surrounding shell are left out */
export async function startCarillon(settings: Record<string, string> = {}): Promise<CarillonServer> {
  const data = await mkdtemp(join(tmpdir(), "carillon-e2e-"));
  const server = await launch(["run", "--port", "0", "--admin-port", "0", "--data", data], settings);
  return {
    url: addressOf(server),
    async stop() {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Starts `./carillon run` with these arguments, and waits until it is ready. */
export function launch(args: readonly string[], settings: Record<string, string> = {}): Promise<Daemon> {
  return Daemon.start({
    command: launcher,
    args,
    cwd: projectRoot,
    env: environment(settings),
    ready: /^ready http:\/\/localhost:\d+/,
    readyWithinMs: 540_000,
  });
}

/** Where a server listens that has said that it is ready. */
export function addressOf(server: Daemon): string {
  return server.readyLine.replace(/^ready /, "");
}

/** The environment of a process of ours: the surrounding one, with these settings and no others. */
export function environment(settings: Record<string, string> = {}): NodeJS.ProcessEnv {
  const surroundings = Object.entries(process.env).filter(([name]) => !name.startsWith("CARILLON_"));
  return { ...Object.fromEntries(surroundings), ...settings };
}
