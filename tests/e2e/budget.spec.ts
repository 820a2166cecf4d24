// The budgets that need a browser: what travels until the first lesson is on screen, measured on the wire; and the work of a tap.
import { addressOf, courses, items, nameOf } from "./curriculum.ts";
import { expect, takenOver, test } from "./house.ts";
import { MeasuringHand, median } from "./measuring.ts";
import { give } from "./solver.ts";
import { Wire } from "./wire.ts";

// A trace takes pictures of every frame, which would be work too.
test.use({ trace: "off" });

const MOST_BYTES = 300_000;
const MOST_REQUESTS = 15;

test("a first visit needs at most 300 kB and 15 requests until the first lesson is on screen", async ({ page, house }) => {
  const wire = await Wire.to(house.url);
  await page.goto(wire.url);
  await takenOver(page);
  await page.locator('#app a[href^="/courses/"]').first().click();
  await page.waitForURL(/\/courses\/[^/]+\/$/);
  await page.locator('#app main a[href^="/courses/"]').filter({ visible: true }).first().click();
  await page.waitForURL(/\/courses\/[^/]+\/[^/]+\/(#.*)?$/);
  await expect(page.locator("#app").getByRole("heading").first()).toBeVisible();

  const bytes = wire.passed.reduce((sum, each) => sum + each.bytes, 0);
  const list = wire.passed.map((each) => `${String(each.bytes).padStart(8)} ${each.encoding.padEnd(5)} ${each.path}`);
  console.log(`first visit: ${bytes} bytes in ${list.length} requests\n${list.join("\n")}`);
  await wire.close();
  expect(wire.passed.some((each) => each.path.endsWith(".wasm") && each.encoding === "br")).toBe(true);
  expect(list.length).toBeLessThanOrEqual(MOST_REQUESTS);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

const MOST_MILLISECONDS = 100;
/** How many times slower a cheap phone is than the machine of the tests. */
const SLOWER = 6;

// By the page's own time, which nothing else on the machine changes: what a clock on the wall says belongs to figures.ts.
test("a tap costs a cheap phone at most 100 ms of work, whatever kind of item it answers", async ({ page, house }) => {
  test.setTimeout(180_000);
  const all = items(await courses(house.url)).filter(({ course }) => course.language === "vi");
  const worked: number[] = [];
  for (const kind of new Set(all.map(({ item }) => nameOf(item)))) {
    const placed = all.find(({ item }) => nameOf(item) === kind);
    if (placed === undefined) continue;
    await page.goto("about:blank");
    await page.goto(addressOf(placed));
    await takenOver(page);
    const hand = await MeasuringHand.on(page, { cpu: 1, before: 200, after: 300 });
    await hand.watch();
    await give(hand, placed.item.kind, "right");
    const check = page.locator("#app .item .check");
    if (await check.isVisible()) await hand.use(check);
    const phone = hand.taps.map((tap) => SLOWER * tap.worked);
    console.log(`${kind}: median ${median(phone).toFixed(0)} ms of ${phone.map((time) => time.toFixed(0)).join(", ")}`);
    worked.push(...phone);
  }
  expect(worked.length).toBeGreaterThan(20);
  expect(median(worked)).toBeLessThanOrEqual(MOST_MILLISECONDS);
});
