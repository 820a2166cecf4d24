// Timings on a cheap phone and a poor network, in a real Chromium. Printed, not judged: they belong to a machine and a day.
import type { BrowserContext, Page } from "@playwright/test";
import { type Placed, addressOf, courses, items, nameOf } from "./curriculum.ts";
import { expect, readyForOffline, takenOver, test } from "./house.ts";
import { publishLongPractice } from "./long-practice.ts";
import { MeasuringHand, median } from "./measuring.ts";
import { give } from "./solver.ts";

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
  console.log(`    ${what}: median ${median(times).toFixed(0)} ms of ${sorted.map((time) => time.toFixed(0)).join(", ")}`);
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

/** Gives the right response to an item by measured taps; the last of them is the one that is answered by the outcome. */
async function measured(page: Page, url: string, placed: Placed): Promise<MeasuringHand> {
  await page.goto("about:blank");
  await page.goto(url + addressOf(placed));
  await takenOver(page);
  const hand = await MeasuringHand.on(page, { cpu: 6, before: 250, after: 500 });
  await hand.watch();
  await give(hand, placed.item.kind, "right");
  const check = page.locator("#app .item .check");
  if (await check.isVisible()) await hand.use(check);
  await expect(page.locator("#app .outcome-line.full")).toBeVisible();
  return hand;
}

test("tap to feedback by kind, CPU x6", async ({ page, house }) => {
  test.setTimeout(900_000);
  const all = items(await courses(house.url)).filter(({ course }) => course.language === "vi");
  for (const kind of new Set(all.map(({ item }) => nameOf(item)))) {
    const [taps, outcomes]: [number[], number[]] = [[], []];
    for (const placed of all.filter(({ item }) => nameOf(item) === kind).slice(0, TIMES)) {
      const hand = await measured(page, house.url, placed);
      taps.push(...hand.taps.slice(0, -1).map(({ shown }) => shown));
      outcomes.push(...hand.taps.slice(-1).map(({ shown }) => shown));
    }
    expect(outcomes.length).toBeGreaterThan(0);
    print(`${kind}, the tap that is answered by the outcome`, outcomes);
    if (taps.length > 0) print(`${kind}, the taps before it`, taps);
  }
});

test("a practice of 30 screens, CPU x6", async ({ page, ownHouse }) => {
  const placed = await publishLongPractice(ownHouse);
  const hand = await measured(page, ownHouse.url, placed);
  expect(hand.taps.length).toBe(30);
  print("a tap in a practice of 30 screens", hand.taps.map(({ shown }) => shown));
});
