// Timings on a cheap phone and a poor network, in a real Chromium. Printed, not judged: they belong to a machine and a day.
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { expect, readyForOffline, takenOver, test } from "./house.ts";

const TIMES = 5;
const POOR_NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

async function slowed(context: BrowserContext, page: Page, cpu: number, network: boolean): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  if (!network) return;
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", POOR_NETWORK);
}

/** Milliseconds from the start of the navigation until the app has taken over. */
async function usable(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "commit" });
  await takenOver(page);
  return page.evaluate(() => performance.now());
}

function print(what: string, times: number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  console.log(`    ${what}: median ${median.toFixed(0)} ms of ${sorted.map((time) => time.toFixed(0)).join(", ")}`);
}

async function firstLesson(house: { url: string }): Promise<string> {
  const catalogue = await (await fetch(`${house.url}/catalogue.json`)).json();
  const { course, editions } = catalogue.courses[0];
  const edition = await (await fetch(`${house.url}/editions/${editions[0].edition}.json`)).json();
  return `/courses/${course}/${edition.chapters[0].lessons[0].id}/`;
}

test("first visit over 1.6 Mbit/s, 150 ms, CPU x4", async ({ browser, house, contextOptions }) => {
  const lesson = await firstLesson(house);
  const paints: number[] = [];
  const ready: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const context = await browser.newContext({ ...contextOptions, baseURL: house.url });
    const page = await context.newPage();
    await slowed(context, page, 4, true);
    ready.push(await usable(page, lesson));
    paints.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN));
    await context.close();
  }
  print("first paint of the first lesson", paints);
  print("first lesson usable", ready);
});

test("second visit without a network, CPU x4", async ({ context, page, house }) => {
  const lesson = await firstLesson(house);
  await usable(page, lesson);
  await readyForOffline(page);
  await page.reload();
  await takenOver(page);
  await context.setOffline(true);
  await slowed(context, page, 4, false);
  const ready: number[] = [];
  for (let time = 0; time < TIMES; time += 1) ready.push(await usable(page, lesson));
  print("first lesson usable again, offline", ready);
});

/** A tap of a finger, without the questions that a locator asks of the page first: they would be measured too. */
async function touch(page: Page, where: Locator): Promise<void> {
  await where.scrollIntoViewIfNeeded();
  const box = await where.boundingBox();
  if (box === null) throw new Error("nothing to touch");
  await page.waitForTimeout(250);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(500);
}

test("tap to feedback, CPU x6", async ({ context, page, house }) => {
  const catalogue = await (await fetch(`${house.url}/catalogue.json`)).json();
  const { course, editions } = catalogue.courses[0];
  const edition = await (await fetch(`${house.url}/editions/${editions[0].edition}.json`)).json();
  await usable(page, await firstLesson(house));
  await readyForOffline(page);
  await slowed(context, page, 6, false);
  const checks: number[] = [];
  const steps: number[] = [];
  for (const lesson of edition.chapters.flatMap((chapter: { lessons: { id: string; activities: unknown[] }[] }) => chapter.lessons)) {
    await page.goto(`/courses/${course}/${lesson.id}/`);
    await takenOver(page);
    // The browser's own measure: from the touch to the frame that shows its effect, handlers and painting included.
    // It counts in eights and tells nothing of what took under 16 ms.
    await page.evaluate(() => {
      const watched = { last: 0 };
      Object.assign(window, { watched });
      const watch = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.name === "click") watched.last = entry.duration;
      });
      watch.observe({ type: "event", buffered: false, durationThreshold: 16 } as PerformanceObserverInit);
    });
    const took = async (where: Locator): Promise<number> => {
      await page.evaluate(() => ((window as unknown as { watched: { last: number } }).watched.last = 16));
      await touch(page, where);
      return page.evaluate(() => (window as unknown as { watched: { last: number } }).watched.last);
    };
    for (let place = 0; place < lesson.activities.length; place += 1) {
      const option = page.locator("#app form.item input[type=radio], #app form.item input[type=checkbox]").first();
      if (await option.isVisible()) await touch(page, option);
      const check = page.locator("#app form.item button.check");
      if (await check.isVisible()) checks.push(await took(check));
      if (place + 1 < lesson.activities.length) steps.push(await took(page.locator("#app .player-bar .onward")));
    }
  }
  expect(checks.length).toBeGreaterThan(10);
  print(`check to feedback (${checks.length} checks)`, checks);
  print(`next to the next activity (${steps.length} steps)`, steps);
});
