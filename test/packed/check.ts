// Packs the package, installs the tarball into an empty folder, and uses it there as its users do.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dqgate-packed-"));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

function run(command: string, args: string[], cwd = folder): string {
  const { status, stdout } = spawnSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}`);
  return stdout;
}

function check(what: string, step: () => void): void {
  step();
  console.log(`ok  ${what}`);
}

const node = (args: string[]): string => run(process.execPath, args).trim();

function expectLine(told: string, wanted: string): void {
  if (told !== wanted) throw new Error(`expected ${JSON.stringify(wanted)}, got ${JSON.stringify(told)}`);
}

try {
  run(npm, ["pack", "--silent", "--pack-destination", folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) as string;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run(npm, [
    "install",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    `./${tarball}`,
    "typescript@5.9",
    "@types/node@20",
  ]);

  const ask = "new Client(anomalyArmor({ apiKey: 'aa_test_0123456789' })).platform";
  check("require('dqgate')", () => {
    const source = `const { Client } = require('dqgate'); const { anomalyArmor } = require('dqgate/anomalyarmor'); console.log(${ask})`;
    expectLine(node(["--no-experimental-require-module", "-e", source]), "anomalyarmor");
  });
  check("require('dqgate/testing') and require('dqgate/node'), without MSW", () => {
    const source = `const { emulateAnomalyArmor } = require('dqgate/testing'); const { listen } = require('dqgate/node');
      console.log(typeof listen, emulateAnomalyArmor({}).baseUrl)`;
    expectLine(node(["--no-experimental-require-module", "-e", source]), "function https://app.anomalyarmor.ai/api/v1");
  });
  check("import('dqgate')", () => {
    const source = `Promise.all([import('dqgate'), import('dqgate/anomalyarmor')]).then(([{ Client }, { anomalyArmor }]) => console.log(${ask}))`;
    expectLine(node(["-e", source]), "anomalyarmor");
  });
  check("dqgate/qualytics, and its configuration as code with yaml", () => {
    run(npm, ["install", "--no-audit", "--no-fund", "--loglevel=error", "yaml@2"]);
    const source = `const { slug } = require('dqgate/qualytics/config'); const { qualytics } = require('dqgate/qualytics');
      const { Client } = require('dqgate'); const { emulateQualytics } = require('dqgate/testing');
      const server = emulateQualytics({ datastores: [{ name: 'shop' }] });
      const client = new Client(qualytics({ url: server.baseUrl, token: 't' }), { fetch: server.fetch });
      client.datastores.get(1).then(({ name }) => console.log(name, slug('Prod PG')));`;
    expectLine(node(["--no-experimental-require-module", "-e", source]), "shop prod_pg");
  });
  check("class names, and instanceof between entries and between the two formats", () => {
    const source = `
      import { createRequire } from 'node:module';
      import * as esm from 'dqgate';
      import { anomalyArmor } from 'dqgate/anomalyarmor';
      const cjs = createRequire(import.meta.url)('dqgate');
      let caught;
      try { new esm.Client(anomalyArmor({ apiKey: '' })); } catch (error) { caught = error; }
      console.log(caught.name, caught instanceof esm.ConfigurationError, caught instanceof cjs.ConfigurationError,
        caught instanceof cjs.NotFoundError, cjs.StalenessError.name,
        new esm.Client(anomalyArmor({ apiKey: 'aa_test_0123456789' })).freshness.constructor.name);`;
    expectLine(
      node(["--input-type=module", "-e", source]),
      "ConfigurationError true true false StalenessError Freshness",
    );
  });
  check("the emulator and a port, from the installed package", () => {
    const source = `
      import { Client } from 'dqgate';
      import { anomalyArmor } from 'dqgate/anomalyarmor';
      import { listen } from 'dqgate/node';
      import { emulateAnomalyArmor } from 'dqgate/testing';
      const server = await listen(emulateAnomalyArmor({ assets: [{ qualifiedName: 'pg.shop.orders' }] }));
      const client = new Client(anomalyArmor({ apiKey: 'aa_test_0123456789', url: server.url }));
      console.log((await client.assets.list().toArray()).length);
      await server.close();`;
    expectLine(node(["--input-type=module", "-e", source]), "1");
  });

  const consumer = fileURLToPath(new URL("consumer/", import.meta.url));
  const types = (file: string, extension: string, module: string, resolution: string, more: string[]): void => {
    const copy = `${file}.${extension}`;
    copyFileSync(join(consumer, `${file}.ts`), join(folder, copy));
    const flags = [
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--target",
      "es2022",
      "--types",
      "node",
      ...more,
    ];
    node(["node_modules/typescript/bin/tsc", ...flags, "--module", module, "--moduleResolution", resolution, copy]);
  };
  for (const [module, resolution, extension] of [
    ["nodenext", "nodenext", "mts"],
    ["node16", "node16", "cts"],
    ["esnext", "bundler", "ts"],
  ] as const) {
    check(`types under ${resolution}, .${extension}`, () => {
      types("use", extension, module, resolution, ["--lib", "es2023"]);
      types("test", extension, module, resolution, ["--lib", "es2023"]);
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
