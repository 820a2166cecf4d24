// The house: a real `congdanso` with its own data folder and port, and the test functions that know it.
//
//   import { test, expect } from "./house.ts";
//   test("a sentence", async ({ page, house }) => { await page.goto("/"); … });
//
// `house` is shared by the tests of a worker; `ownHouse` belongs to one test, which may kill it, restore it and count in it.
// Every test also fails on a script error, a breach of the content security policy, or a request to anybody else.
import { type BrowserContext, type Page, test as base, expect } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { congdanso, dist, template } from "./places.ts";

export { expect };

export type Said = { code: number | null; out: string; said: string };

/** Runs `congdanso --data DIR …` to its end; `out` is its output, `said` all that it printed. */
export async function command(data: string, words: string[]): Promise<Said> {
  const child = spawn(congdanso, ["--data", data, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let said = "";
  child.stdout.on("data", (bytes) => { out += bytes; said += bytes; });
  child.stderr.on("data", (bytes) => { said += bytes; });
  const [code] = await once(child, "close");
  return { code, out: out.trim(), said };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export class House {
  private child: ChildProcess | null = null;
  private log = "";

  private constructor(readonly data: string, readonly port: number, private readonly more: string[]) {}

  /** A house with the published content, serving on a port of its own (or that one), with more words of `serve`. */
  static async open(more: string[] = [], port?: number): Promise<House> {
    const data = await mkdtemp(join(tmpdir(), "congdanso-"));
    await cp(template, data, { recursive: true });
    const house = new House(data, port ?? await freePort(), more);
    await house.start();
    return house;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Runs a command of the program on this house's data; throws when it fails. */
  async run(...words: string[]): Promise<string> {
    const { code, out, said } = await command(this.data, words);
    if (code !== 0) throw new Error(`congdanso ${words.join(" ")} failed:\n${said}`);
    return out;
  }

  /** The single-use link that sets up the first administrator; empty once there is one. */
  async adminLink(): Promise<string> {
    return this.link(await this.run("staff", "invite", "--first-administrator"));
  }

  /** A single-use link for a person with these roles; an official has a unit, as 52@2025-07-01. */
  async invite(roles: string, unit?: string): Promise<string> {
    return this.link(await this.run("staff", "invite", "--roles", roles, ...(unit ? ["--unit", unit] : [])));
  }

  private link(said: string): string {
    const found = said.match(/\/desk\/#\S+/);
    return found ? this.url + found[0] : "";
  }

  /** Starts the server and waits until it answers. */
  async start(): Promise<void> {
    const words = ["--data", this.data, "serve", "--port", String(this.port), "--dist", dist, ...this.more];
    const child = spawn(congdanso, words, { stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => { this.log += bytes; });
    for (let waited = 0; waited < 30_000; waited += 50) {
      if (child.exitCode !== null) throw new Error(`the server ended at once:\n${this.log}`);
      const healthy = await fetch(`${this.url}/healthz`).then((answer) => answer.ok, () => false);
      if (healthy) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`the server doesn't answer:\n${this.log}`);
  }

  /** Stops the server as Ctrl-C does. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** Kills the server as a power cut does. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  }

  /** Stops the server and removes its data. */
  async close(): Promise<void> {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }
}

type ForEachTest = { ownHouse: House; watch: { allow: (pattern: RegExp) => void } };

export const test = base.extend<ForEachTest, { house: House }>({
  house: [
    async ({}, use) => {
      const house = await House.open();
      await use(house);
      await house.close();
    },
    { scope: "worker" },
  ],
  ownHouse: async ({}, use) => {
    const house = await House.open();
    await use(house);
    await house.close();
  },
  baseURL: async ({ house }, use) => use(house.url),
  watch: [
    async ({ context }, use) => {
      const seen: string[] = [];
      const allowed: RegExp[] = [];
      watch(context, seen);
      await use({ allow: (pattern) => void allowed.push(pattern) });
      expect(seen.filter((line) => !allowed.some((pattern) => pattern.test(line)))).toEqual([]);
    },
    { auto: true },
  ],
});

/** Notes what no page may do. A failed request is no fault of the page's: tests cut the network on purpose. */
function watch(context: BrowserContext, seen: string[]): void {
  context.on("weberror", (fault) => seen.push(`script error: ${fault.error().message}`));
  context.on("console", (line) => {
    if (line.type() === "error" && !line.text().startsWith("Failed to load resource")) seen.push(`console: ${line.text()}`);
  });
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const own = hostname === "127.0.0.1" || ["data:", "blob:", "about:"].includes(protocol);
    if (!own) seen.push(`third party: ${request.url()}`);
  });
}

/** Waits until the app has taken over the page. */
export async function takenOver(page: Page): Promise<void> {
  await expect(page.locator("#app")).toBeVisible();
  await expect(page.locator("#page")).toHaveCount(0);
}

/** Waits until the service worker controls the page: from here on it works without a network. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}
