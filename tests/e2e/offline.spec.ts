// Without a network, without storage, without a memory: what a citizen's phone must bear.
import { expect, readyForOffline, takenOver, test } from "./house.ts";
import { everythingSent, expectBothAlike, journal, lesson, next, written } from "./journal.ts";

test("a lesson goes on when the network is cut in the middle, survives a reload, and is sent later", async ({ page, context, house }) => {
  await page.goto(lesson);
  await takenOver(page);
  await readyForOffline(page);
  await next(page);
  await everythingSent(page);
  const sent = await written(page);
  await context.setOffline(true);
  await next(page);
  await next(page);
  const place = page.url();
  const heading = await page.locator(".activity > h2").innerText();
  await page.reload();
  await takenOver(page);
  await expect(page.locator(".activity > h2")).toHaveText(heading);
  expect(page.url()).toBe(place);
  expect(await written(page)).toBeGreaterThan(sent);
  await expect(page.locator(".sync")).toContainText("Ngoại tuyến");
  await context.setOffline(false);
  await expect(page.locator(".sync")).toContainText("đã gửi", { timeout: 20_000 });
  await expectBothAlike(page, house.url);
});

test("without its address a lesson opens where it was left", async ({ page }) => {
  await page.goto(lesson);
  await takenOver(page);
  await next(page);
  await next(page);
  const heading = await page.locator(".activity > h2").innerText();
  await page.goto("/");
  await takenOver(page);
  await page.goto(lesson);
  await takenOver(page);
  await expect(page.locator(".activity > h2")).toHaveText(heading);
});

test("a downloaded course opens whole without a network, at any address, with its pictures", async ({ page, context }) => {
  await page.goto("/courses/an-toan-tren-mang/");
  await takenOver(page);
  await readyForOffline(page);
  await page.getByRole("button", { name: /Tải/ }).click();
  await expect(page.locator(".download .kept")).toBeVisible();
  await context.setOffline(true);
  const tab = await context.newPage();
  for (const address of ["/", "/courses/an-toan-tren-mang/", lesson, "/en/settings/", "/progress/"]) {
    await tab.goto(address);
    await takenOver(tab);
    await expect(tab.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await tab.goto(lesson);
  await takenOver(tab);
  const picture = tab.locator(".activity img").first();
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(0);
  await context.setOffline(false);
  await page.reload();
  await takenOver(page);
  await page.locator(".download").getByRole("button").click();
  await expect(page.locator(".download .kept")).toHaveCount(0);
  expect(await page.evaluate(async () => (await (await caches.open("library")).keys()).filter((key) => key.url.includes("/media/")).length)).toBe(0);
});

test("cleared storage is told, once, and the learner begins anew", async ({ page }) => {
  await page.goto("/");
  await takenOver(page);
  await expect(page.locator(".sync")).not.toHaveClass(/warns/);
  await page.goto("/healthz");
  await page.evaluate(() => new Promise((done) => { indexedDB.deleteDatabase("congdanso").onsuccess = done; }));
  await page.goto("/");
  await takenOver(page);
  await expect(page.locator(".sync")).toContainText("đã bị xóa");
  await page.reload();
  await takenOver(page);
  await expect(page.locator(".sync")).not.toHaveClass(/warns/);
});

test("storage cleared under an open lesson is written again, and nothing of it is lost", async ({ page, house }) => {
  await page.goto(lesson);
  await takenOver(page);
  await next(page);
  await everythingSent(page);
  const before = await written(page);
  await page.evaluate(() => new Promise((done) => { indexedDB.deleteDatabase("congdanso").onsuccess = done; }));
  await next(page);
  await next(page);
  await expect.poll(() => written(page)).toBeGreaterThan(before);
  await expectBothAlike(page, house.url);
});

test("a phone whose storage doesn't open says so, and one can learn and send all the same", async ({ page, watch }) => {
  watch.allow(/no storage here/);
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => { throw new DOMException("no storage here", "SecurityError"); };
  });
  const pushed = page.waitForResponse((answer) => answer.url().endsWith("/api/learn/statements") && answer.request().method() === "POST");
  await page.goto(lesson);
  await takenOver(page);
  await expect(page.locator(".sync")).toContainText("Chưa lưu được trên máy này");
  await next(page);
  const report = await (await pushed).json();
  expect(report.verdicts).toContain("accepted");
});

test("a phone without room says so from that moment, and nothing stops", async ({ page }) => {
  await page.goto(lesson);
  await takenOver(page);
  await everythingSent(page);
  const before = await journal(page);
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  const pushed = page.waitForResponse((answer) => answer.url().endsWith("/api/learn/statements") && answer.request().method() === "POST");
  await next(page);
  await expect(page.locator(".sync")).toContainText("Chưa lưu được trên máy này");
  await next(page);
  expect((await (await pushed).json()).verdicts).toContain("accepted");
  expect(await journal(page)).toEqual(before);
});

test.describe("without a service worker", () => {
  test.use({ serviceWorkers: "block" });

  test("a page whose part of the app can't come says so, and comes at the next try", async ({ page, watch }) => {
    watch.allow(/later-|Failed to fetch/);
    const later = /\/later-[0-9a-f]{16}\.wasm$/;
    await page.goto("/");
    await takenOver(page);
    await page.route(later, (route) => route.abort());
    await page.getByRole("link", { name: "Cài đặt" }).tap();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Chưa mở được");
    await page.unroute(later);
    await page.getByRole("button", { name: "Thử lại" }).tap();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cài đặt");
  });
});
