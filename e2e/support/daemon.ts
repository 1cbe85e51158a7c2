import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const STOP_MS = 20_000;
const LAST_LINES = 40;

interface DaemonOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** The line of its output that says that it is ready, or a question that is asked again until the answer is yes. */
  readonly ready: RegExp | (() => Promise<boolean>);
  readonly readyWithinMs: number;
}

/** A program that runs beside the tests, in a process group of its own, so that nothing of it is left behind. */
export class Daemon {
  private readonly lastLines: string[] = [];
  private lineThatSaidSo = "";
  private readonly killAtExit = (): void => this.signal("SIGKILL");

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    process.once("exit", this.killAtExit);
  }

  /** Resolves when the program has said that it is ready; rejects with its last lines when it ends or is silent instead. */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const daemon = new Daemon(options.command, child);
    try {
      await daemon.untilReady(options.ready, options.readyWithinMs);
    } catch (error) {
      await daemon.stop();
      throw error;
    }
    return daemon;
  }

  /** The line by which it said that it was ready. */
  get readyLine(): string {
    return this.lineThatSaidSo;
  }

  /** The last of what it has written, to standard output and standard error. */
  get output(): string {
    return this.lastLines.join("\n");
  }

  /** Presses Ctrl-C, and gives the exit code; null for one that had to be killed or that the signal ended. */
  async interrupt(): Promise<number | null> {
    const closed = once(this.child, "close");
    const killLate = setTimeout(() => this.signal("SIGKILL"), STOP_MS);
    this.signal("SIGINT");
    await closed;
    clearTimeout(killLate);
    return this.child.exitCode;
  }

  /** Asks it to end, and waits until it has; one that does not is killed. */
  async stop(): Promise<void> {
    if (this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, "exit");
      const killLate = setTimeout(() => this.signal("SIGKILL"), STOP_MS);
      this.signal("SIGTERM");
      await exited;
      clearTimeout(killLate);
    }
    // What the program itself started and did not end.
    this.signal("SIGKILL");
    process.off("exit", this.killAtExit);
  }

  private untilReady(ready: DaemonOptions["ready"], withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let over = false;
      const settle = (end: () => void): void => {
        over = true;
        clearTimeout(timer);
        end();
      };
      const fail = (why: string): void => settle(() => reject(new Error(`${this.name} ${why}; its last lines:\n${this.output}`)));
      const timer = setTimeout(() => fail(`was not ready within ${withinMs} ms`), withinMs);
      const ask = async (question: () => Promise<boolean>): Promise<void> => {
        while (!over) if (await question()) settle(resolve);
      };
      if (typeof ready === "function") ask(ready).catch((error: unknown) => fail(`cannot be asked (${String(error)})`));
      this.child.once("error", (error) => fail(`did not start (${error.message})`));
      this.child.once("close", (code, signal) => fail(`ended (${code ?? signal})`));
      for (const stream of [this.child.stdout, this.child.stderr]) {
        if (!stream) continue;
        createInterface({ input: stream }).on("line", (line) => {
          this.lastLines.push(line);
          if (this.lastLines.length > LAST_LINES) this.lastLines.shift();
          if (ready instanceof RegExp && !over && ready.test(line)) {
            this.lineThatSaidSo = line;
            settle(resolve);
          }
        });
      }
    });
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // The group is gone already.
    }
  }
}
