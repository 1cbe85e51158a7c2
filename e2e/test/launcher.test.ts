import { createHmac } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { addressOf, launch } from "../support/carillon-server.js";
import { carillon, type Outcome } from "../support/command.js";
import { busyPort } from "../support/free-port.js";
import { SignalingSocket } from "../support/signaling-socket.js";

let folder: string;
let data: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carillon-launcher-"));
  data = join(folder, "data");
  await carillon(["build"], { timeoutMs: 540_000 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("token", () => {
  test("prints a token and nothing else, signed with a secret that its owner alone can read", async () => {
    const { exitCode, stdout, stderr } = await token("--user", "alice");

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const secret = join(data, "secret");
    expect((await stat(secret)).mode & 0o777).toBe(0o600);
    const claims = verified(stdout, await readFile(secret, "utf8"));
    expect(claims).toMatchObject({ sub: "alice", app: "default" });
    expect(claims).not.toHaveProperty("device");
    expect(claims.exp - claims.iat).toBe(3_600);
  });

  test("is of the device, app and time that the options say", async () => {
    const { stdout } = await token("--user", "bob", "--device", "phone", "--app", "acme", "--ttl", "30m");

    const claims = verified(stdout, await readFile(join(data, "secret"), "utf8"));
    expect(claims).toMatchObject({ sub: "bob", device: "phone", app: "acme" });
    expect(claims.exp - claims.iat).toBe(1_800);
  });

  test.each([
    [["token"], "--user"],
    [["token", "--user", "a/b"], "--user"],
    [["token", "--user", "alice", "--ttl", "soon"], "--ttl"],
    [["token", "--user", "alice", "--ttl", "PT9223372036854775807S"], "--ttl"],
    [["token", "--user", "alice", "--colour", "red"], "--colour"],
  ])("refuses %j in one line", async (args, named) => {
    expectRefusal(await carillon([...args, "--data", data]), named);
  });
});

describe("run", () => {
  test.each([
    [["--port", "many"], "--port"],
    [["--config", "nowhere.properties"], "nowhere.properties"],
    [["--data", "file/data"], "--data"],
    // Not even root can write there.
    [["--data", "/proc"], "--data"],
  ])("refuses %j in one line", async (args, named) => {
    const cwd = await mkdtemp(join(folder, "cwd-"));
    await writeFile(join(cwd, "file"), "");

    expectRefusal(await carillon(["run", ...args], { cwd }), named);
  });

  test("refuses a wrong value of the environment by its setting's name", async () => {
    expectRefusal(await carillon(["run", "--data", data], { env: { CARILLON_DEMO: "perhaps" } }), "carillon.demo");
  });

  test.each(["--port", "--admin-port"])("says what to do when the port of %s is taken", async (option) => {
    const busy = await busyPort();
    onTestFinished(() => busy.close());
    const ports = ["--port", "0", "--admin-port", "0"];
    ports[ports.indexOf(option) + 1] = String(busy.port);

    const outcome = await carillon(["run", ...ports, "--data", data]);

    expectRefusal(outcome, `port ${busy.port} is in use`);
    expect(outcome.stderr).toContain(option);
  });

  test("says what to do when there is no such host", async () => {
    const outcome = await carillon(["run", "--no-demo", "--host", "127..0.1", "--port", "0", "--admin-port", "0", "--data", data]);

    expectRefusal(outcome, "--host");
  });

  test("heeds command line, environment and file in this order, hides secrets, and drains at Ctrl-C", async () => {
    const busy = await busyPort();
    onTestFinished(() => busy.close());
    const file = join(folder, "carillon.properties");
    // A start that heeded one of the weaker sources would fail at the busy port.
    await writeFile(file, `carillon.port=${busy.port}\ncarillon.admin-port=${busy.port}\ncarillon.edge.hello-timeout=7s\n`);
    const server = await launch(["run", "--admin-port", "0", "--config", file, "--data", data], {
      CARILLON_PORT: "0",
      CARILLON_ADMIN_PORT: String(busy.port),
      CARILLON_TURN_URLS: "turn:127.0.0.1:3478",
      CARILLON_TURN_SECRET: "hush-hush",
    });
    onTestFinished(() => server.stop());
    const address = addressOf(server);
    expect(address).not.toBe("http://localhost:8080");
    expect(server.output).toMatch(/name="CARILLON_TURN_SECRET" value="\*\*\*" source="environment"/);
    expect(server.output).toMatch(/name="carillon\.admin-port" value="0" source="command line"/);
    expect(server.output).toContain(`name="carillon.edge.hello-timeout" value="7s" source="${file}"`);
    expect(server.output).not.toContain("hush-hush");

    const { stdout } = await token("--user", "alice");
    const client = SignalingSocket.to(address);
    expect(await client.next("welcome")).toMatchObject({ helloTimeoutMs: 7_000 });
    client.send("hello", "1", { token: stdout.trim(), device: { id: "phone" } });
    await client.next("ok");

    const ended = server.interrupt();

    expect(await client.next("goaway")).toMatchObject({ action: "resume", reason: "drain" });
    expect(await client.closeCode()).toBe(4503);
    expect([0, 130]).toContain(await ended);
  });
});

describe("the script itself", () => {
  test("help lists every command", async () => {
    const { exitCode, stdout } = await carillon(["help"]);

    expect(exitCode).toBe(0);
    for (const command of ["run", "cluster", "token", "test", "bench", "build", "help"]) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
    }
  });

  test("an unknown command is refused in one line", async () => {
    expectRefusal(await carillon(["dial"]), '"dial"');
  });

  test("without a JDK it says what it needs", async () => {
    expectRefusal(await carillon(["token", "--user", "alice"], { env: await withJdks() }), "JDK of 21 or newer");
  });

  test("a JDK that is too old is none", async () => {
    const env = await withJdks({ version: 17, isJavaHome: true }, { version: 20 });

    expectRefusal(await carillon(["token", "--user", "alice"], { env }), "JDK of 21 or newer");
  });

  test("finds a JDK that is new enough where another is the default", async () => {
    const env = await withJdks({ version: 17, isJavaHome: true }, { version: 9 }, { version: 23 });

    const { exitCode, stdout } = await carillon(["token", "--user", "alice"], { env });

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "java 23\n" });
  });
});

interface FakeJdk {
  readonly version: number;
  readonly isJavaHome?: boolean;
}

/** The environment on a machine that has these JDKs and no other. */
async function withJdks(...jdks: readonly FakeJdk[]): Promise<Record<string, string>> {
  const machine = await mkdtemp(join(folder, "machine-"));
  await mkdir(join(machine, "jdks"));
  for (const { version } of jdks) {
    const bin = join(machine, "jdks", `jdk-${version}`, "bin");
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, "javac"), `#!/bin/sh\necho javac ${version}.0.1\n`, { mode: 0o755 });
    await writeFile(join(bin, "java"), `#!/bin/sh\necho java ${version}\n`, { mode: 0o755 });
  }
  const javaHome = jdks.find((jdk) => jdk.isJavaHome);
  return {
    PATH: await pathWithoutJava(join(machine, "bin")),
    JAVA_HOME: javaHome ? join(machine, "jdks", `jdk-${javaHome.version}`) : "",
    CARILLON_JDKS: join(machine, "jdks"),
  };
}

/** A PATH with what the script itself needs, and no javac. */
async function pathWithoutJava(bin: string): Promise<string> {
  await mkdir(bin);
  for (const tool of ["bash", "sh", "dirname", "readlink", "sed", "grep", "sort", "find", "echo"]) {
    for (const place of (process.env.PATH ?? "").split(delimiter)) {
      const found = join(place, tool);
      if ((await stat(found).catch(() => undefined))?.isFile()) {
        await symlink(found, join(bin, tool));
        break;
      }
    }
  }
  return bin;
}

function token(...options: readonly string[]): Promise<Outcome> {
  return carillon(["token", "--data", data, ...options]);
}

/** The claims of a token (RFC 7519) whose HS256 signature is right. */
function verified(line: string, secret: string): { readonly iat: number; readonly exp: number } {
  const [header = "", payload = "", signature] = line.trim().split(".");
  const expected = createHmac("sha256", secret.trim()).update(`${header}.${payload}`).digest("base64url");
  expect(signature).toBe(expected);
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}

/** One line on standard error that contains these words, beside what is logged of the normal; no output, and no success. */
function expectRefusal({ exitCode, stdout, stderr }: Outcome, words: string): void {
  const complaint = stderr.replace(/^\S+ level=INFO .*\n/gm, "");
  expect(complaint).toMatch(/^carillon: [^\n]+\n$/);
  expect(complaint).toContain(words);
  expect(stdout).toBe("");
  expect(exitCode).toBeGreaterThan(0);
}
