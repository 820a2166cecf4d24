// Sending: nothing lost and nothing twice, whatever the network, the tabs, the clock or the server do.
import { join } from "node:path";
import { expect, takenOver, test } from "./house.ts";
import { everythingSent, expectBothAlike, held, journal, lesson, next, written } from "./journal.ts";

const pushes = "**/api/learn/statements";

test("a page whose answer is lost is sent again and counted once", async ({ page, house }) => {
  let lost = 0;
  await page.route(pushes, async (route) => {
    if (route.request().method() !== "POST" || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort("connectionreset");
  });
  await page.goto(lesson);
  await takenOver(page);
  await next(page);
  await expectBothAlike(page, house.url);
  expect(lost).toBe(1);
});

test("a portal's page, a redirect, a busy server and an answer of the wrong length clear nothing", async ({ page, house }) => {
  const answers = [
    { status: 200, contentType: "text/html", body: "<h1>Đăng nhập Wi-Fi</h1>" },
    { status: 302, headers: { location: "/" }, body: "" },
    { status: 503, headers: { "retry-after": "1" }, body: "" },
    { status: 200, contentType: "application/json", body: '{"incarnation":"0123456789abcdef0123456789abcdef","verdicts":[],"digest":{"count":0,"a":0,"b":0},"learner_count":0}' },
    { status: 200, contentType: "application/json", body: '{"incarnation":"0123' },
  ];
  const met: number[] = [];
  await page.route(pushes, (route) => {
    const answer = route.request().method() === "POST" ? answers[met.length] : undefined;
    if (answer === undefined) return route.continue();
    met.push(answer.status);
    return route.fulfill(answer);
  });
  await page.goto(lesson);
  await takenOver(page);
  await next(page);
  for (let round = 1; round <= answers.length; round += 1) {
    await expect.poll(() => met.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(round);
    if (round < answers.length) expect((await journal(page)).every((row) => row.state === "waiting")).toBe(true);
    await page.evaluate(() => dispatchEvent(new Event("online")));
  }
  await expectBothAlike(page, house.url);
  expect(met).toEqual([200, 302, 503, 200, 200]);
});

test("two tabs have one sender, take different numbers, and see each other's progress", async ({ page, context, house }) => {
  let [now, most] = [0, 0];
  await context.route(pushes, async (route) => {
    now += 1;
    most = Math.max(most, now);
    const answer = await route.fetch();
    await new Promise((done) => setTimeout(done, 300));
    now -= 1;
    await route.fulfill({ response: answer });
  });
  await page.goto(lesson);
  await takenOver(page);
  const other = await context.newPage();
  await other.goto("/courses/an-toan-tren-mang/tin-nhan-gia/");
  await takenOver(other);
  for (let step = 0; step < 3; step += 1) await Promise.all([next(page), next(other)]);
  await expectBothAlike(page, house.url);
  const places = (await journal(page)).map((row) => JSON.parse(row.text)).map(({ epoch, seq }) => `${epoch}/${seq}`);
  expect(new Set(places).size).toBe(places.length);
  expect(most).toBe(1);
  await expect(other.locator(".sync")).toContainText("đã gửi");
});

for (const [words, year] of [["ten years behind", 2016], ["ten years ahead", 2036]] as const) {
  test(`a clock ${words} changes only a date`, async ({ page, house }) => {
    await page.clock.setSystemTime(new Date(Date.UTC(year, 5, 1)));
    await page.goto(lesson);
    await takenOver(page);
    await next(page);
    await next(page);
    await expectBothAlike(page, house.url);
    const dates = (await journal(page)).map((row) => new Date(JSON.parse(row.text).at).getUTCFullYear());
    expect(new Set(dates)).toEqual(new Set([year]));
  });
}

test("a server killed between writing and answering, and set back to an older backup, is refilled", async ({ page, ownHouse }) => {
  await page.goto(ownHouse.url + lesson);
  await takenOver(page);
  await everythingSent(page);
  const backup = join(ownHouse.data, "backup.db");
  await ownHouse.run("backup", backup);
  let killed = 0;
  await page.route(pushes, async (route) => {
    if (route.request().method() !== "POST" || killed > 0) return route.continue();
    killed += 1;
    await route.fetch();
    await ownHouse.kill();
    return route.abort("connectionreset");
  });
  await next(page);
  await expect.poll(() => killed).toBe(1);
  await next(page);
  await ownHouse.start();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expectBothAlike(page, ownHouse.url);
  const all = await written(page);
  await ownHouse.stop();
  await ownHouse.run("restore", backup);
  await ownHouse.start();
  // Nothing new is done: opening the app is enough.
  await page.reload();
  await takenOver(page);
  await expect.poll(async () => (await held(page, ownHouse.url)).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(all);
  await expectBothAlike(page, ownHouse.url);
});

test("a page that is left hands what waits to the browser", async ({ page, house }) => {
  await page.goto(lesson);
  await takenOver(page);
  await everythingSent(page);
  await next(page);
  await next(page);
  const pushed = page.waitForRequest((request) => request.url().endsWith("/api/learn/statements") && request.method() === "POST", { timeout: 1_000 });
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await pushed;
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expectBothAlike(page, house.url);
});
