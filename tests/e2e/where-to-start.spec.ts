// Where to start: a few items, and the courses that fit; and the course check at the other end. By touch, by the keyboard, offline.
import { type Page } from "@playwright/test";
import { type Course, type Item, address, courses } from "./curriculum.ts";
import { type Hand, keys, touch } from "./hands.ts";
import { expect, readyForOffline, takenOver, test } from "./house.ts";
import { everythingSent } from "./journal.ts";
import { expectAccessible, expectNoSidewaysScroll, shot } from "./looks.ts";
import { type Want, answer } from "./solver.ts";

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await takenOver(page);
  await expect(page.locator("#app main")).not.toContainText("Đang mở");
}

/** The pool, by the ids of its activities. */
async function pool(url: string): Promise<Map<string, Item>> {
  const found = (await courses(url)).find(({ placement }) => placement);
  const activities = found?.lessons.flatMap((lesson) => lesson.activities) ?? [];
  return new Map(activities.flatMap(({ id, item }): [string, Item][] => (item ? [[id, item]] : [])));
}

const onward = (page: Page) => page.getByRole("button", { name: "Câu tiếp theo" });
const title = (page: Page) => page.getByRole("heading", { level: 1 });

/** Answers the item that is shown and goes on; says which it was. */
async function answerShown(hand: Hand, pool: Map<string, Item>, want: Want): Promise<string> {
  const { page } = hand;
  // A choice's radios are named after the activity.
  const named = await page.locator("#app .item input").first().getAttribute("name");
  const id = named?.replace("choice-", "") ?? "";
  const item = pool.get(id);
  if (item === undefined) throw new Error(`the pool has no item ${id}`);
  await answer(hand, item, want);
  await hand.use(onward(page));
  return id;
}

/** Answers until the result is there. */
async function goThrough(hand: Hand, pool: Map<string, Item>, want: Want, from = 1): Promise<string[]> {
  const met: string[] = [];
  for (let number = from; number <= 12; number += 1) {
    const result = hand.page.getByRole("heading", { level: 1, name: "Gợi ý cho bạn" });
    await expect(hand.page.getByText(`Câu ${number}, nhiều nhất 12 câu`).or(result)).toBeVisible();
    if ((await result.count()) > 0) break;
    met.push(await answerShown(hand, pool, want));
  }
  await expect(title(hand.page)).toHaveText("Gợi ý cho bạn");
  return met;
}

test("where to start is found by a few items, resumed after a reload, and can be found again", async ({ page, house }) => {
  const all = await pool(house.url);
  await visit(page, "/");
  await page.getByRole("link", { name: /Bắt đầu từ đâu/ }).tap();
  await expect(title(page)).toHaveText("Bắt đầu từ đâu?");
  await expect(page.locator("#app main")).toMatchAriaSnapshot({ name: "start.aria.yml" });
  await expectAccessible(page);
  await shot(page, "pages/start");
  await page.getByRole("button", { name: "Bắt đầu trả lời" }).tap();
  const hand = touch(page);
  const met = [await answerShown(hand, all, "right"), await answerShown(hand, all, "right")];
  await everythingSent(page);
  await page.reload();
  await takenOver(page);
  await page.getByRole("button", { name: "Trả lời tiếp" }).tap();
  await expect(page.getByText("Câu 3, nhiều nhất 12 câu")).toBeVisible();
  await expectAccessible(page);
  await shot(page, "pages/start-item");
  met.push(...(await goThrough(hand, all, "right", 3)));
  expect(new Set(met).size, "an item came twice").toBe(met.length);
  expect(met.length).toBeGreaterThanOrEqual(5);
  await expect(page.getByText(`Bạn trả lời ${met.length} câu, biết ${met.length} câu.`)).toBeVisible();
  await expect(page.getByText("Bạn rất vững. Bạn có thể học để giúp người khác.")).toBeVisible();
  const fitting = page.locator("#app .course-rows a");
  expect(await fitting.count()).toBeGreaterThanOrEqual(2);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shot(page, "pages/start-result");

  await page.getByRole("button", { name: "Làm lại với những câu khác" }).tap();
  await goThrough(hand, all, "wrong");
  await expect(page.getByText("Bạn nên bắt đầu từ những bước đầu tiên.")).toBeVisible();
  await page.reload();
  await takenOver(page);
  await expect(title(page), "the last result stays").toHaveText("Gợi ý cho bạn");
  await expect(page.getByText("Bạn nên bắt đầu từ những bước đầu tiên.")).toBeVisible();
  await fitting.first().tap();
  await expect(page.locator("#app .course-head")).toBeVisible();
});

test("where to start is found by the keyboard alone and without a network", async ({ context, page, house }) => {
  const all = await pool(house.url);
  await visit(page, "/start/");
  await readyForOffline(page);
  await context.setOffline(true);
  const hand = keys(page);
  await hand.use(page.getByRole("button", { name: "Bắt đầu trả lời" }));
  await goThrough(hand, all, "right");
  await context.setOffline(false);
  await everythingSent(page);
});

test("nobody has to find out where to start", async ({ page }) => {
  await visit(page, "/start/");
  await page.getByRole("link", { name: "Bỏ qua, tôi tự chọn khóa học" }).tap();
  await expect(page.locator("#app .course-card").first()).toBeVisible();
});

test.describe("a course check", () => {
  async function check(url: string): Promise<{ course: Course; lesson: Course["lessons"][number]; path: string }> {
    const course = (await courses(url)).find(({ id }) => id === "luyen-tay");
    const lesson = course?.lessons.find(({ draw }) => draw !== undefined);
    if (course === undefined || lesson === undefined) throw new Error("luyen-tay has no check");
    return { course, lesson, path: address(course, lesson) };
  }

  async function answerOne(hand: Hand, activities: { id: string; item?: Item }[], want: Want): Promise<string> {
    const id = (await hand.page.locator("#app article.activity").getAttribute("id")) ?? "";
    const item = activities.find((activity) => activity.id === id)?.item;
    if (item === undefined) throw new Error(`the check has no item ${id}`);
    await answer(hand, item, want);
    await expect(hand.page.getByText("Đã lưu", { exact: true })).toBeVisible();
    return id;
  }

  async function next(hand: Hand, id: string): Promise<void> {
    await hand.use(hand.page.locator("#app .player-bar .onward"));
    await hand.page.locator(`#app article[id="${id}"]`).waitFor({ state: "detached" });
  }

  test("has one try and no hints, goes on after a reload, and its end says how it stands", async ({ page, house }) => {
    const { course, lesson, path } = await check(house.url);
    const hand = touch(page);
    await visit(page, path);
    await expect(page.getByText("Có 10 câu.")).toBeVisible();
    await expectAccessible(page);
    await shot(page, "pages/check");
    const first = await answerOne(hand, lesson.activities, "wrong");
    await expect(page.getByRole("button", { name: /Thử lại|gợi ý|Xem đáp án/ })).toHaveCount(0);
    await expectAccessible(page);
    await next(hand, first);

    await visit(page, `${path}end/`);
    await expect(title(page)).toHaveText("Bài kiểm tra còn dở");
    await expect(page.getByText("Còn 9 câu chưa làm.")).toBeVisible();
    await expectAccessible(page);
    await shot(page, "pages/check-open");
    await page.getByRole("link", { name: "Làm tiếp" }).tap();
    await expect(page.getByText("Bước 2 trên 10")).toBeVisible();
    await page.getByRole("button", { name: "Quay lại" }).tap();
    await expect(page.getByText("Câu này bạn đã trả lời.")).toBeVisible();
    await next(hand, first);

    for (let step = 2; step <= 10; step += 1) {
      if (step === 6) {
        await page.goto(path);
        await takenOver(page);
      }
      await expect(page.getByText(`Bước ${step} trên 10`)).toBeVisible();
      await next(hand, await answerOne(hand, lesson.activities, "wrong"));
    }
    await expect(title(page)).toHaveText("Bạn đã làm xong bài kiểm tra");
    await expect(page.getByText("Đúng 0 trên 10 câu")).toBeVisible();
    const again = page.locator("#app .repeat-rows a");
    expect(await again.count()).toBeGreaterThan(0);
    const teaching = course.lessons.filter(({ draw }) => draw === undefined).map((one) => one.title);
    for (const link of await again.allInnerTexts()) expect(teaching).toContain(link.trim());
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, "pages/check-taken");
  });

  test("of which every question was passed by is still open, and its end says so", async ({ page, house }) => {
    const { path } = await check(house.url);
    await visit(page, path);
    for (let step = 1; step <= 10; step += 1) {
      await expect(page.getByText(`Bước ${step} trên 10`)).toBeVisible();
      await page.locator("#app .player-bar .onward").tap();
    }
    await expect(title(page)).toHaveText("Bài kiểm tra còn dở");
    await expect(page.getByText("Đúng 0 trên 10 câu")).toBeVisible();
    await expect(page.getByText("Còn 10 câu chưa làm.")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Làm tiếp" }).tap();
    await expect(page.getByText("Bước 1 trên 10")).toBeVisible();
  });

  test("is passed by the keyboard alone and without a network", async ({ context, page, house }) => {
    const { lesson, path } = await check(house.url);
    await visit(page, path);
    await readyForOffline(page);
    await context.setOffline(true);
    const hand = keys(page);
    for (let step = 1; step <= 10; step += 1) {
      await expect(page.getByText(`Bước ${step} trên 10`)).toBeVisible();
      await next(hand, await answerOne(hand, lesson.activities, "right"));
    }
    await expect(title(page)).toHaveText("Bạn đã qua bài kiểm tra");
    await expect(page.getByText("Đúng 10 trên 10 câu")).toBeVisible();
    await expect(page.getByText("Bạn trả lời đúng hết. Giỏi quá!")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await context.setOffline(false);
    await everythingSent(page);
  });
});
