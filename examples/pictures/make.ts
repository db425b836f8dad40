// npx tsx examples/pictures/make.ts      draws the pictures of the README anew, in images/
import { mkdir, writeFile } from "node:fs/promises";
import { pictures } from "./pictures.js";

const folder = new URL("../../images/", import.meta.url);
await mkdir(folder, { recursive: true });
for (const [file, picture] of await pictures()) await writeFile(new URL(file, folder), picture);
