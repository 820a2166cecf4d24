// The budgets that need a browser: what travels until the first lesson is on screen, measured on the wire.
import { expect, takenOver, test } from "./house.ts";
import { Wire } from "./wire.ts";

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
