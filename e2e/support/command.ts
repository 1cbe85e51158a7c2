import { execFile } from "node:child_process";
import { environment, launcher } from "./carillon-server.js";

/** Generous: it only costs time when a command hangs. */
const PATIENCE_MS = 80_000;

/** What a command did. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CommandOptions {
  /** Environment variables beside those of the surroundings. */
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly timeoutMs?: number;
}

/** Runs `./carillon` with these arguments until it ends; one that does not is killed, and has no exit code. */
export function carillon(args: readonly string[], { env, cwd, timeoutMs = PATIENCE_MS }: CommandOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      launcher,
      args,
      { env: environment(env), cwd, timeout: timeoutMs, killSignal: "SIGKILL" },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}
