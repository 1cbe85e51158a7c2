import { readdir, readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathOf } from "./programs.js";

const OLDEST_JAVA = 21;
const DEBIAN_JDKS = "/usr/lib/jvm";

/** A JDK that is new enough: JAVA_HOME's, the default one's, or one of Debian's. */
export async function findJdk(): Promise<string> {
  const javac = pathOf("javac");
  const installed = (await readdir(DEBIAN_JDKS).catch(() => [])).map((name) => join(DEBIAN_JDKS, name));
  for (const home of [process.env["JAVA_HOME"], javac && dirname(dirname(await realpath(javac))), ...installed]) {
    const release = home ? await readFile(join(home, "release"), "utf8").catch(() => "") : "";
    if (home && Number(release.match(/^JAVA_VERSION="(\d+)/m)?.[1] ?? 0) >= OLDEST_JAVA) return home;
  }
  throw new Error(`there is no JDK of ${OLDEST_JAVA} or newer: set JAVA_HOME`);
}
