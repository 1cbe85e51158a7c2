// Copies the bundles, under the names by which a page loads them, into the given folder.
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node scripts/copy-sdk.mjs <folder>");

mkdirSync(folder, { recursive: true });
cpSync("dist/index.js", join(folder, "carillon.js"));
// The bundle names its source map, whatever it is called itself.
for (const name of ["index.js.map", "carillon.global.js", "carillon.global.js.map"]) cpSync(join("dist", name), join(folder, name));
