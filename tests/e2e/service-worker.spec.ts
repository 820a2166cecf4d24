// The service worker: one page load uses one build, a broken update changes nothing, and it can be retired.
// A site of plain files stands in for the server, since its files can be changed under the phone's feet.
import { readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type House, expect, readyForOffline, takenOver, test as base } from "./house.ts";
import { lesson, next, written } from "./journal.ts";
import { PlainServer } from "./plain.ts";
import { dist } from "./places.ts";

class Site {
  private constructor(readonly folder: string, readonly server: PlainServer) {}

  static async of(house: House): Promise<Site> {
    const folder = await mkdtemp(join(tmpdir(), "congdanso-site-"));
    await house.run("export-site", folder, "--dist", dist);
    return new Site(folder, await PlainServer.of(folder));
  }

  get url(): string {
    return this.server.url;
  }

  /** Puts another build in the place of this one: the same files, another name. */
  async publish(build: string, change = (worker: string) => worker): Promise<void> {
    const file = join(this.folder, "sw.js");
    const worker = (await readFile(file, "utf8")).replace(/const BUILD = "[^"]*";/, `const BUILD = "${build}";`);
    await writeFile(file, change(worker));
  }

  async close(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const test = base.extend<{ site: Site }>({
  site: async ({ house }, use) => {
    const site = await Site.of(house);
    await use(site);
    await site.close();
  },
});

/** The builds that the phone keeps. A page that is just being loaded again can't say. */
async function caches(page: Page): Promise<string[]> {
  const names = page.evaluate(async () => (await window.caches.keys()).filter((name) => name.startsWith("app-")));
  return names.catch(() => ["the page is loading"]);
}

async function opened(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await takenOver(page);
  await readyForOffline(page);
}

test("a newer build is offered outside of lessons, and applied by a tap", async ({ page, site }) => {
  await opened(page, `${site.url}/`);
  const [before] = await caches(page);
  await site.publish("newer");
  await page.goto(site.url + lesson);
  await takenOver(page);
  await expect.poll(async () => (await caches(page)).length).toBe(2);
  await next(page);
  await expect(page.locator(".update")).toHaveCount(0);
  const steps = await written(page);
  await page.goto(`${site.url}/`);
  await takenOver(page);
  await page.locator(".update").click();
  await expect.poll(() => caches(page)).toEqual(["app-newer"]);
  await takenOver(page);
  await expect(page.locator(".update")).toHaveCount(0);
  expect(before).not.toBe("app-newer");
  expect(await written(page)).toBe(steps);
});

test("a broken update leaves the build before it working without a network", async ({ page, context, site }) => {
  await opened(page, `${site.url}/`);
  const [before] = await caches(page);
  await site.publish("broken", (worker) => worker.replace(/sha256-[^"]{10}/, "sha256-AAAAAAAAAA"));
  await page.reload();
  await takenOver(page);
  const became = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update().catch(() => undefined);
    const worker = registration?.installing;
    if (!worker) return "nothing";
    return new Promise<string>((done) => { worker.onstatechange = () => done(worker.state); });
  });
  expect(became).toBe("redundant");
  await expect(page.locator(".update")).toHaveCount(0);
  expect(await caches(page)).toContain(before);
  await context.setOffline(true);
  await page.goto(`${site.url}/settings/`);
  await takenOver(page);
});

test("a portal's page in the place of the worker changes nothing", async ({ page, context, site }) => {
  await opened(page, `${site.url}/`);
  const before = await caches(page);
  await writeFile(join(site.folder, "sw.js"), "<html>Đăng nhập Wi-Fi</html>");
  await page.reload();
  await takenOver(page);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update().catch(() => undefined));
  expect(await caches(page)).toEqual(before);
  await context.setOffline(true);
  await page.reload();
  await takenOver(page);
});

test("the kill switch removes the worker and the app it kept, and nothing that was learnt", async ({ page, site }) => {
  await opened(page, site.url + lesson);
  await next(page);
  const steps = await written(page);
  await writeFile(join(site.folder, "sw.js"), await readFile(join(dist, "sw-retire.js")));
  await page.goto(`${site.url}/settings/`);
  await expect.poll(() => caches(page)).toEqual([]);
  await page.waitForLoadState();
  await takenOver(page);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller === null)).toBe(true);
  expect(await written(page)).toBe(steps);
  expect(await page.evaluate(async () => (await (await window.caches.open("library")).keys()).length)).toBeGreaterThan(0);
});

test("a missing asset is missing, also under the worker and without a network", async ({ page, context, site }) => {
  await opened(page, `${site.url}/`);
  const status = () => page.evaluate(() => fetch("/learn-0000000000000000.js").then((answer) => answer.status, () => "no answer"));
  expect(await status()).toBe(404);
  await context.setOffline(true);
  expect(await status()).toBe("no answer");
});

test("a site of plain files teaches without a network and says that it is saved here", async ({ page, context, site }) => {
  await opened(page, site.url + lesson);
  await next(page);
  await expect(page.locator(".sync")).toContainText("Đã lưu trên máy này", { timeout: 15_000 });
  await context.setOffline(true);
  await page.reload();
  await takenOver(page);
  await next(page);
  expect(await written(page)).toBeGreaterThan(2);
});
