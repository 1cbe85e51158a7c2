import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { projectRoot } from "./carillon-server.js";
import { carillon } from "./command.js";
import { findJdk } from "./jdk.js";

/** An offer for one participant of a conference. */
export interface Offer {
  readonly to: string;
  readonly version: number;
  readonly sdp: string;
}

/** What a participant sends, by its last answer. */
export interface Source {
  readonly user: string;
  readonly device: string;
  readonly kind: "audio" | "video";
  readonly screen: boolean;
}

export interface Turn {
  readonly offers: readonly Offer[];
  readonly sources: readonly Source[];
}

export type Command =
  | { readonly do: "join" | "leave"; readonly user: string }
  | { readonly do: "say"; readonly user: string; readonly video: boolean; readonly screen: boolean }
  | { readonly do: "answer"; readonly user: string; readonly sdp: string };

/** The sfu-adapter's offers without a bridge: a program of its tests that plans the conferences of whoever speaks to it. */
export class OfferConversation {
  private errors = "";

  private constructor(
    private readonly program: ChildProcessByStdio<Writable, Readable, Readable>,
    private readonly lines: AsyncIterator<string>,
  ) {
    program.stderr.on("data", (text) => (this.errors += String(text)));
  }

  /** @param codecs the preferred one first */
  static async start(codecs: readonly string[]): Promise<OfferConversation> {
    const classes = ["sfu-adapter/target/test-classes", "sfu-adapter/target/classes", "standalone/target/lib/*"];
    const program = spawn(
      join(await findJdk(), "bin/java"),
      [
        "-XX:+UseSerialGC",
        ...["-cp", classes.map((place) => join(projectRoot, place)).join(":")],
        ...["io.carillon.media.conference.OfferConversation", ...codecs],
      ],
      { stdio: ["pipe", "pipe", "pipe"] },
    );
    return new OfferConversation(program, createInterface({ input: program.stdout })[Symbol.asyncIterator]());
  }

  /** Builds what {@link start} runs. */
  static async build(): Promise<void> {
    const built = await carillon(["build"], { timeoutMs: 540_000 });
    if (built.exitCode !== 0) throw new Error(built.stderr);
  }

  /** What follows from that; rejects with what the program complained of when it ends instead. */
  async tell(command: Command): Promise<Turn> {
    this.program.stdin.write(`${JSON.stringify(command)}\n`);
    const line = await this.lines.next();
    if (line.done === true) throw new Error(`the program ended:\n${this.errors}`);
    return JSON.parse(line.value) as Turn;
  }

  async stop(): Promise<void> {
    if (this.program.exitCode !== null || this.program.signalCode !== null) return;
    const exited = once(this.program, "exit");
    this.program.stdin.end();
    await exited;
  }
}
