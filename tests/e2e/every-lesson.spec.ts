// Every lesson and every course check that is published, found from the catalogue, gone through to its end by touch, and every
// practice by the keyboard alone. Several phones at once and bare navigation, so that it stays short.
import { type Page } from "@playwright/test";
import { type Item, type Practice, addressOf, courses, items, nameOf } from "./curriculum.ts";
import { type Hand, focusOn, keys, touch } from "./hands.ts";
import { expect, test } from "./house.ts";
import { type Sitting, onPhones, onward, open, sittings } from "./phones.ts";
import { begin, walk } from "./practising.ts";
import { answer, canErr, outcome } from "./solver.ts";

// A trace takes pictures all the time; what went wrong is told in words here, and with a picture.
test.use({ trace: "off" });
test.describe.configure({ timeout: 600_000 });

/** Fails where the page is wider than the phone. */
async function expectFit(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, "the page is wider than the phone").toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
}

async function answerRightly(hand: Hand, item: Item): Promise<void> {
  const { full, line } = await answer(hand, item, "right");
  expect(full, `told: ${line}`).toBe(true);
  await expectFit(hand.page);
}

/** Errs, is told why, and has another try. */
async function answerWrongly(hand: Hand, item: Item): Promise<void> {
  const { page } = hand;
  const { full, line } = await answer(hand, item, "wrong");
  expect(full, `told: ${line}`).toBe(false);
  const told = page.locator("#app .item").locator(".mark.wrong, .said, .note, .outcome .prose, .practice-count");
  expect((await told.allInnerTexts()).join("").trim(), "nothing is said of what is wrong").not.toBe("");
  await expectFit(page);
  await page.locator("#app .item-buttons .button", { hasText: /Thử lại|Try again/ }).filter({ visible: true }).tap();
  await focusOn(page, "#app .item :not(.outcome-line)");
}

async function learn(page: Page, sitting: Sitting, err: boolean): Promise<void> {
  const hand = touch(page);
  await open(page, sitting);
  for (const { id, item } of sitting.lesson.activities) {
    await test.step(`${sitting.lesson.id}#${id}`, async () => {
      await page.locator(`#app article[id="${id}"]`).waitFor();
      await expectFit(page);
      if (item && err && canErr(item)) await answerWrongly(hand, item);
      if (item) await answerRightly(hand, item);
      await onward(page);
    });
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^(Bạn đã học xong bài này|You have finished this lesson)$/);
  await expectFit(page);
}

/** One taking of a course check; gives the activities that it asked for. */
async function takeCheck(page: Page, sitting: Sitting): Promise<string[]> {
  const asked: string[] = [];
  const shown = page.locator("#app article.activity");
  await open(page, sitting);
  for (let step = 0; step < (sitting.lesson.draw ?? 0); step += 1) {
    await shown.waitFor();
    const id = (await shown.getAttribute("id")) ?? "";
    const item = sitting.lesson.activities.find((activity) => activity.id === id)?.item;
    if (item === undefined) throw new Error(`the check has no item ${id}`);
    asked.push(id);
    await expect(page.locator("#app .item-buttons .button", { hasText: /gợi ý|hint/i }).filter({ visible: true })).toHaveCount(0);
    await answerRightly(touch(page), item);
    await onward(page);
    await page.locator(`#app article[id="${id}"]`).waitFor({ state: "detached" });
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^(Bạn đã qua bài kiểm tra|You passed the check)$/);
  await expectFit(page);
  return asked;
}

async function takeTwice(page: Page, sitting: Sitting): Promise<void> {
  const first = await takeCheck(page, sitting);
  const second = await takeCheck(page, sitting);
  expect(new Set([...first, ...second]).size, "an item came twice").toBe(2 * (sitting.lesson.draw ?? 0));
}

/** Lessons that have all kinds of items between them. */
function sample(all: Sitting[]): Sitting[] {
  const kinds = ({ lesson }: Sitting) => lesson.activities.flatMap(({ item }) => (item ? [nameOf(item)] : []));
  const met = new Set<string>();
  return all.filter((sitting) => {
    const fresh = kinds(sitting).filter((kind) => !met.has(kind));
    fresh.forEach((kind) => met.add(kind));
    return fresh.length > 0;
  });
}

test("every lesson is learnt to its end by touch, each item is told right, and nothing is wider than the phone", async ({ browser, house, contextOptions }) => {
  const all = (await sittings(house.url)).filter(({ lesson }) => lesson.draw === undefined);
  expect(all.length).toBeGreaterThan(50);
  const erring = new Set(sample(all));
  await onPhones(browser, { ...contextOptions, baseURL: house.url }, all, (page, sitting) => learn(page, sitting, erring.has(sitting)));
});

test("every course check is passed by touch, without hints, each item once, and taken again with others", async ({ browser, house, contextOptions }) => {
  const checks = (await sittings(house.url)).filter(({ lesson }) => lesson.draw !== undefined);
  expect(checks.length).toBeGreaterThan(5);
  await onPhones(browser, { ...contextOptions, baseURL: house.url }, checks, takeTwice);
});

/** Does a practice by the keyboard alone, and gives what a screen reader is told on the way: of the activity, of each screen, at the end. */
async function heardOf(page: Page, practice: Practice): Promise<string> {
  const hand = keys(page);
  const activity = page.locator("#app article.activity");
  const heard = [await activity.ariaSnapshot()];
  await begin(hand, "alone");
  await walk(hand, practice, 0, undefined, async () => void heard.push(await activity.locator(".screen").ariaSnapshot()));
  const { full, line } = await outcome(page);
  expect(full, `told: ${line}`).toBe(true);
  await expect(page.locator("#app .kept-line")).not.toBeEmpty();
  return [...heard, await activity.locator(".outcome").ariaSnapshot()].join("\n\n") + "\n";
}

test("every practice is done by the keyboard alone, and a screen reader is told each of its screens", async ({ browser, house, contextOptions }) => {
  const practices = items(await courses(house.url)).filter(({ item }) => item.kind.is === "practice");
  expect(practices.length).toBeGreaterThan(20);
  await onPhones(browser, { ...contextOptions, baseURL: house.url }, practices, async (page, placed) => {
    await page.goto(addressOf(placed), { waitUntil: "commit" });
    // Another address of the same lesson is no new page: the app goes there by itself.
    await page.locator(`#app article[id="${placed.activity.id}"]`).waitFor();
    const name = addressOf(placed).split(/[^a-z0-9-]+/).filter((part) => part !== "" && part !== "courses").join("-");
    expect(await heardOf(page, placed.item.kind as Practice)).toMatchSnapshot(`${name}.yml`);
  });
});
