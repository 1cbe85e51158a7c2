import { execFile } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { findJdk } from "./jdk.js";
import { pathOf } from "./programs.js";

const execute = promisify(execFile);

/** What the image needs of its base, beside Java. */
const PROGRAMS = ["bash", "mkdir", "chown", "env", "sleep"];

/** What Carillon's libraries ask for beyond the standard edition. */
const MODULES = "java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.zipfs";

/** Makes a base image of this machine's own files, for where no registry can be reached. Takes some ten seconds. */
export async function makeBaseImage(name: string, folder: string): Promise<void> {
  const java = join(folder, "java");
  await execute(join(await findJdk(), "bin/jlink"), [
    ...["--add-modules", MODULES, "--output", java],
    ...["--strip-debug", "--no-header-files", "--no-man-pages"],
  ]);
  await mkdir(join(folder, "usr/bin"), { recursive: true });
  const programs = PROGRAMS.map((program) => required(program));
  await Promise.all(programs.map((program, index) => copyFile(program, join(folder, "usr/bin", PROGRAMS[index] ?? ""))));
  await mkdir(join(folder, "bin"));
  await copyFile(required("bash"), join(folder, "bin/sh"));
  for (const library of await librariesOf([...programs, join(java, "bin/java"), join(java, "lib/server/libjvm.so")])) {
    if (library.startsWith(folder)) continue;
    await mkdir(join(folder, dirname(library)), { recursive: true });
    await copyFile(library, join(folder, library));
  }
  const archive = `${folder}.tar`;
  await execute("tar", ["-C", folder, "-cf", archive, "."]);
  await execute("docker", [
    ...["import", "--change", "ENV JAVA_HOME=/java", "--change", "ENV PATH=/java/bin:/usr/bin:/bin"],
    ...[archive, name],
  ]);
}

function required(program: string): string {
  const path = pathOf(program);
  if (path === undefined) throw new Error(`${program} is not on the PATH`);
  return path;
}

/** The C libraries that programs are linked to, the loader included. */
async function librariesOf(files: readonly string[]): Promise<string[]> {
  const { stdout } = await execute("ldd", [...files]);
  return [...new Set(stdout.match(/\/\S+\.so[.\d]*(?= \()/g))];
}
