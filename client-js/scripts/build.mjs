import { rm } from "node:fs/promises";
import { build } from "esbuild";

await rm("dist", { recursive: true, force: true });

const common = { entryPoints: ["src/index.ts"], bundle: true, target: "es2022", sourcemap: true, logLevel: "warning" };

await Promise.all([
  build({ ...common, format: "esm", outfile: "dist/index.js" }),
  build({ ...common, format: "iife", globalName: "Carillon", minify: true, outfile: "dist/carillon.global.js" }),
]);
