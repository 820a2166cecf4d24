// Before the first test: a data folder as a new office has it, made once and copied by every house.
import { mkdir, rm } from "node:fs/promises";
import { command } from "./house.ts";
import { content, screenshots, template } from "./places.ts";

export default async function prepare() {
  await rm(template, { recursive: true, force: true });
  await mkdir(template, { recursive: true });
  await mkdir(screenshots, { recursive: true });
  for (const words of [["migrate"], ["units", "import"], ["publish", content]]) {
    const { code, said } = await command(template, words);
    if (code !== 0) throw new Error(`congdanso ${words.join(" ")} failed:\n${said}`);
  }
}
