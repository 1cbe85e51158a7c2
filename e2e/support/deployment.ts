import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";

/** The root of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A Kubernetes object, as far as all of them are alike. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The text of a file of the repository. */
export function textOf(path: string): Promise<string> {
  return readFile(root + path, "utf8");
}

/** The first document of a YAML file; a fault of its syntax is an error. */
export async function yamlOf<T>(path: string): Promise<T> {
  const [document] = await documentsOf<T>(path);
  if (document === undefined) throw new Error(`${path} is empty`);
  return document;
}

/** What `deploy/kubernetes` has, but for the kustomization. */
export async function manifests(): Promise<Manifest[]> {
  const all = await Promise.all((await manifestFiles()).map((file) => documentsOf<Manifest>(`deploy/kubernetes/${file}`)));
  return all.flat();
}

/** The names of the files in `deploy/kubernetes` that have manifests. */
export async function manifestFiles(): Promise<string[]> {
  return (await readdir(`${root}deploy/kubernetes`)).filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml").sort();
}

/** The settings of Carillon that a text sets as environment variables. */
export function settingsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<![\w${])CARILLON_[A-Z_]+(?=[:=]|\s*$)|(?<=name: )CARILLON_[A-Z_]+/gm)].map(([name]) => name))];
}

async function documentsOf<T>(path: string): Promise<T[]> {
  return parseAllDocuments(await textOf(path), { merge: true }).map((document) => {
    if (document.errors.length > 0) throw new Error(`${path}: ${document.errors[0]?.message}`);
    return document.toJS() as T;
  });
}
