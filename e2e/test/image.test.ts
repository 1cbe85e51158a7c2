import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { makeBaseImage } from "../support/base-image.js";
import { carillon, type Outcome } from "../support/command.js";
import { root } from "../support/deployment.js";
import { run } from "../support/programs.js";

const BASE = "carillon-test-base";
const IMAGE = "carillon-test";

test("the image runs for nobody in particular, says that it lives, and drains when it is told to go", {
  timeout: 600_000,
  retry: 0,
}, async ({ skip }) => {
  const { exitCode } = await docker("version", "--format", "{{.Server.Version}}");
  skip(exitCode !== 0, "no Docker engine answers");
  await buildImage();

  const container = await started();
  await vi.waitUntil(async () => (await stateOf(container)) !== "running starting", { timeout: 120_000, interval: 500 });

  expect(await stateOf(container), (await docker("logs", container)).stderr).toBe("running healthy");
  expect((await docker("exec", container, "bash", "-c", "echo $UID")).stdout).toBe("10001\n");
  await docker("stop", "--time", "60", container);
  expect(await inspected(container, "{{.State.ExitCode}}")).toBe("143");
});

async function buildImage(): Promise<void> {
  await carillon(["build"], { timeoutMs: 540_000 });
  const folder = await mkdtemp(join(tmpdir(), "carillon-base-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  onTestFinished(() => docker("image", "rm", IMAGE, BASE).then());
  await makeBaseImage(BASE, join(folder, "root"));
  const options = ["--network", "none", "--build-arg", `BASE=${BASE}`, "--file", "deploy/Dockerfile", "--tag", IMAGE];
  expect(await docker("build", ...options, ".")).toMatchObject({ exitCode: 0 });
}

/** As compose.yaml runs it, but without a network. */
async function started(): Promise<string> {
  const rights = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true"];
  const folders = ["--tmpfs", "/tmp:exec,mode=1777", "--tmpfs", "/var/lib/carillon:uid=10001,gid=10001,mode=0700"];
  const { stdout } = await docker("run", "--detach", "--network", "none", ...rights, ...folders, IMAGE);
  const container = stdout.trim();
  onTestFinished(() => docker("rm", "--force", container).then());
  return container;
}

function stateOf(container: string): Promise<string> {
  return inspected(container, "{{.State.Status}} {{.State.Health.Status}}");
}

async function inspected(container: string, what: string): Promise<string> {
  return (await docker("inspect", "--format", what, container)).stdout.trim();
}

function docker(...args: readonly string[]): Promise<Outcome> {
  return run("docker", args, root, 300_000);
}
