// Coming back: the review of what was learnt some days ago, and what somebody can do by now. By touch, by the keyboard, offline.
import { type Page } from "@playwright/test";
import { type Item, type Placed, addressOf, courses, items } from "./curriculum.ts";
import { type Hand, keys, touch } from "./hands.ts";
import { expect, readyForOffline, takenOver, test } from "./house.ts";
import { everythingSent } from "./journal.ts";
import { expectAccessible, expectNoSidewaysScroll, shot } from "./looks.ts";
import { answer } from "./solver.ts";

const LESSON = "an-toan-hay-nguy-hiem";
const DAY = 24 * 60 * 60 * 1000;

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await takenOver(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Answers every item of the lesson, the first of them wrongly. */
async function learn(page: Page, url: string): Promise<Placed[]> {
  const all = items(await courses(url)).filter(({ lesson }) => lesson.id === LESSON);
  expect(all.length).toBe(3);
  for (const [place, one] of all.entries()) {
    await page.goto(addressOf(one));
    await page.locator(`#app article[id="${one.activity.id}"]`).waitFor();
    await answer(touch(page), one.item, place === 0 ? "wrong" : "right");
    await expect(page.getByText("Đã lưu", { exact: true })).toBeVisible();
  }
  await everythingSent(page);
  return all;
}

/** Moves the phone's clock on by some days. */
async function after(page: Page, days: number): Promise<void> {
  await page.clock.setFixedTime(Date.now() + days * DAY);
}

/** Answers the item that is shown, whichever it is, and says which. */
async function answerShown(hand: Hand, all: { activity: { id: string }; item: Item }[]): Promise<string> {
  const id = (await hand.page.locator("#app article.activity").getAttribute("id")) ?? "";
  const item = all.find(({ activity }) => activity.id === id)?.item;
  if (item === undefined) throw new Error(`nothing was learnt of ${id}`);
  expect((await answer(hand, item, "right")).full).toBe(true);
  return id;
}

const card = (page: Page) => page.getByRole("link", { name: /Ôn lại hôm nay/ });

test("what was learnt comes back days later, can be broken off, and ends for today", async ({ page, house }) => {
  const all = await learn(page, house.url);
  await visit(page, "/");
  await expect(card(page)).toHaveCount(0);
  await after(page, 20);
  await visit(page, "/");
  await expect(card(page)).toMatchAriaSnapshot({ name: "review-card.aria.yml" });
  await card(page).tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ôn lại hôm nay");
  await expect(page.getByText("Bước 1 trên 3")).toBeVisible();
  await expect(page.locator(".activity-from")).toHaveText("Luyện tay trên điện thoại mẫu");
  await expectAccessible(page);
  await shot(page, "pages/review");
  const met = [await answerShown(touch(page), all)];

  await page.getByRole("link", { name: "Nghỉ, về trang học" }).tap();
  await expect(card(page)).toContainText("2 câu cũ, khoảng 1 phút");
  await card(page).tap();
  for (const step of [1, 2]) {
    await expect(page.getByText(`Bước ${step} trên 2`)).toBeVisible();
    met.push(await answerShown(touch(page), all));
    await page.locator("#app .player-bar .onward").tap();
  }
  expect(met.sort()).toEqual(all.map(({ activity }) => activity.id).sort());
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hôm nay bạn ôn xong rồi");
  await expect(page.locator("#app main")).toMatchAriaSnapshot({ name: "review-done.aria.yml" });
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shot(page, "pages/review-done");
  await page.getByRole("link", { name: "Về trang học" }).tap();
  await expect(page.locator("#app .course-card").first()).toBeVisible();
  await expect(card(page)).toHaveCount(0);
});

test("a review is done by the keyboard alone and without a network, and is sent later", async ({ context, page, house }) => {
  const all = await learn(page, house.url);
  await readyForOffline(page);
  await after(page, 20);
  await visit(page, "/review/");
  await context.setOffline(true);
  const hand = keys(page);
  for (let step = 1; step <= 3; step += 1) {
    await expect(page.getByText(`Bước ${step} trên 3`)).toBeVisible();
    await answerShown(hand, all);
    await hand.use(page.locator("#app .player-bar .onward"));
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hôm nay bạn ôn xong rồi");
  await hand.use(page.getByRole("link", { name: "Về trang học" }));
  await expect(page.locator("#app .sync")).toContainText(/Ngoại tuyến/i);
  await context.setOffline(false);
  await everythingSent(page);
});

test("before anything is due a review says when it will be", async ({ page, house }) => {
  await visit(page, "/review/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hôm nay không có gì phải ôn");
  await expect(page.getByText("Học vài bài rồi, câu cũ sẽ tự quay lại đây cho bạn ôn.")).toBeVisible();
  await learn(page, house.url);
  await visit(page, "/review/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hôm nay không có gì phải ôn");
  await expect(page.getByText(/Ngày mai có câu để ôn tiếp|Khoảng \d+ ngày nữa mới có câu để ôn/)).toBeVisible();
});

test("what I can do grows with what was answered and is told in words, never as a share", async ({ page, house }) => {
  await visit(page, "/progress/");
  await expect(page.getByText("Việc tôi làm được")).toHaveCount(0);
  await learn(page, house.url);
  await visit(page, "/progress/");
  const panel = page.locator("#app .can");
  await expect(panel).toMatchAriaSnapshot({ name: "can-do.aria.yml" });
  await expect(panel).not.toContainText(/%|phần trăm/);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shot(page, "pages/can-do");
});
