// Installs the npm packages where they are missing or older than the lock file.
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

// npm writes this file at the end of each installation.
if (changedAt("node_modules/.package-lock.json") < changedAt("package-lock.json")) {
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { stdio: "inherit" });
}
