import { mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, ValidationError } from "dqgate";
import { readConfigFolder, writeConfigFolder } from "dqgate/node";
import { exportConfig, importConfig } from "dqgate/qualytics/config";
import { expect, onTestFinished, test } from "vitest";
import { world } from "../world.js";
import { awkwardContainers } from "./estate.js";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "dqgate-config-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

test("an export goes to a folder and back; a second touches no file that has its text", async () => {
  const { client, server } = world({ datastores: [{ name: "shop", containers: awkwardContainers(36) }] });
  const root = join(await folder(), "new", "export");
  const { files } = await exportConfig(client);
  expect(await writeConfigFolder(root, files)).toEqual({ written: [...files.keys()], unchanged: [] });
  const read = await readConfigFolder(root);
  expect(Object.fromEntries(read)).toEqual(Object.fromEntries(files));

  const old = new Date("2020-01-01");
  for (const path of files.keys()) await utimes(join(root, path), old, old);
  const changed = server.state.checks[0];
  if (changed !== undefined) changed.description = "changed";
  const later = await exportConfig(client);
  const { written, unchanged } = await writeConfigFolder(root, later.files);
  expect(written).toEqual(["datastores/shop/checks/orders/notnull__id.yaml"]);
  expect(unchanged).toHaveLength(files.size - 1);
  for (const path of unchanged) expect((await stat(join(root, path))).mtime).toEqual(old);
  expect(await importConfig(client, await readConfigFolder(join(root, "datastores", "shop")))).toMatchObject({
    ok: true,
    checks: { updated: 36 },
  });
});

test("only files of configuration are read, and nothing is deleted", async () => {
  const root = await folder();
  for (const path of [".git", "node_modules", "a"]) await mkdir(join(root, path));
  for (const path of [".git/x.yaml", "node_modules/x.yaml", "a/.x.yaml", "a/y.YML", "a/z.json", "a/b.txt", "c.yaml"])
    await writeFile(join(root, path), path);
  expect([...(await readConfigFolder(root))]).toEqual([
    ["a/y.YML", "a/y.YML"],
    ["a/z.json", "a/z.json"],
    ["c.yaml", "c.yaml"],
  ]);
  await writeConfigFolder(root, new Map([["a/n.yaml", "n"]]));
  expect(await readFile(join(root, "a/b.txt"), "utf8")).toBe("a/b.txt");
  await expect(readConfigFolder(join(root, "none"))).rejects.toBeInstanceOf(ConfigurationError);
  await expect(readConfigFolder(join(root, "c.yaml"))).rejects.toBeInstanceOf(ConfigurationError);
  await expect(readConfigFolder("")).rejects.toBeInstanceOf(ValidationError);
  await writeFile(join(root, "c.yaml"), new Uint8Array([0x61, 0xff]));
  await expect(readConfigFolder(root)).rejects.toThrow("c.yaml is not UTF-8");
});

test.each([
  "../x.yaml",
  "/x.yaml",
  "a/../../x.yaml",
  "a//x.yaml",
  "./x.yaml",
  "a\\..\\x.yaml",
  "C:x.yaml",
  "",
  "x\0.yaml",
  "..",
])("the path %j is refused before anything is written", async (path) => {
  const root = await folder();
  const files = new Map([
    ["fine.yaml", "x"],
    [path, "x"],
  ]);
  await expect(writeConfigFolder(root, files)).rejects.toBeInstanceOf(ValidationError);
  expect((await readConfigFolder(root)).size).toBe(0);
});

test("links that lead out are refused, those that stay inside are followed", async () => {
  const outside = await folder();
  await writeFile(join(outside, "x.yaml"), "theirs");
  const root = await folder();
  await mkdir(join(root, "real"));
  await writeFile(join(root, "real", "x.yaml"), "ours");
  await symlink(join(root, "real"), join(root, "inside"));
  await symlink(root, join(root, "real", "loop"));
  expect([...(await readConfigFolder(root))]).toEqual([
    ["inside/x.yaml", "ours"],
    ["real/x.yaml", "ours"],
  ]);
  await writeConfigFolder(root, new Map([["inside/y.yaml", "new"]]));
  expect(await readFile(join(root, "real", "y.yaml"), "utf8")).toBe("new");

  await symlink(outside, join(root, "out"));
  await expect(readConfigFolder(root)).rejects.toThrow("out is a link that leads out of the folder");
  const both = new Map([
    ["first.yaml", "x"],
    ["out/x.yaml", "mine"],
  ]);
  await expect(writeConfigFolder(root, both)).rejects.toThrow("out is a link that leads out of the folder");
  await symlink(join(outside, "x.yaml"), join(root, "real", "z.yaml"));
  await expect(writeConfigFolder(root, new Map([["real/z.yaml", "mine"]]))).rejects.toThrow("real/z.yaml is a link");
  // One that leads nowhere would be followed by the write.
  await symlink(join(outside, "new.yaml"), join(root, "nowhere.yaml"));
  await expect(writeConfigFolder(root, new Map([["nowhere.yaml", "mine"]]))).rejects.toThrow("nowhere.yaml is a link");
  expect(await readFile(join(outside, "x.yaml"), "utf8")).toBe("theirs");
  await expect(stat(join(root, "first.yaml"))).rejects.toThrow("ENOENT");
});
