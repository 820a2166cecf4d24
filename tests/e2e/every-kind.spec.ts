// Every kind of item once, where the course "luyen-tay" or the lesson of the tests has one: done by touch and by the keyboard alone,
// said to a screen reader before and after, clean by axe-core in light and dark, seen on a small phone. What is peculiar to a kind is
// kinds.spec.ts's; what is right about it, `domain`'s.
import { type Page } from "@playwright/test";
import { type Item, type Placed, addressOf, courses, items, nameOf } from "./curriculum.ts";
import { type Hand, keys, touch } from "./hands.ts";
import { expect, takenOver, test } from "./house.ts";
import { expectAccessible, shot } from "./looks.ts";
import { answer } from "./solver.ts";

/** The activity that holds the kind. */
const examples: Record<string, string> = {
  "choice": "ma-otp#nguoi-la-hoi-ma",
  "choice of pictures": "an-toan-hay-nguy-hiem#hinh-cai-dat",
  "ordering": "ma-otp#xu-ly-cuoc-goi",
  "matching": "ma-otp#hieu-loi-nguoi-goi",
  "text": "ma-otp#nho-ten-ma",
  "grouping": "an-toan-hay-nguy-hiem#xep-viec",
  "gaps": "dien-va-cham#bat-mang",
  "hotspot": "dien-va-cham#tat-tieng",
  "inspect": "soi-tin-nhan#tin-ngan-hang",
  "dialogue": "nguoi-than-hoi-vay#chau-tung",
  "practice": "lam-quen#bat-wifi",
};

test.use({ contextOptions: { reducedMotion: "reduce" } });

async function open(page: Page, house: { url: string }, kind: string): Promise<Placed> {
  const placed = items(await courses(house.url)).find(({ course, lesson, activity }) =>
    course.language === "vi" && `${lesson.id}#${activity.id}` === examples[kind]);
  if (placed === undefined) throw new Error(`no item at ${examples[kind]}`);
  expect(nameOf(placed.item)).toBe(kind);
  await page.goto(addressOf(placed));
  await takenOver(page);
  return placed;
}

async function answerRightly(hand: Hand, item: Item): Promise<void> {
  const { full, line } = await answer(hand, item, "right");
  expect(full, line).toBe(true);
  await expect(hand.page.getByText("Đã lưu", { exact: true })).toBeVisible();
}

/** Clean in light and in dark, where only the colours are others; and a picture of both. */
async function expectClean(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await shot(page, `kinds/${name}`);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page, ["color-contrast"]);
  await shot(page, `kinds/${name}-dark`);
  await page.emulateMedia({ colorScheme: "light" });
}

for (const kind of Object.keys(examples)) {
  const name = kind.replaceAll(" ", "-");

  test(`${kind}: done by touch, said to a screen reader and clean, before and after`, async ({ page, house }) => {
    const { item } = await open(page, house, kind);
    const activity = page.locator("#app article.activity");
    await expect(activity).toMatchAriaSnapshot({ name: `${name}-before.aria.yml` });
    await expectClean(page, `${name}-before`);
    await answerRightly(touch(page), item);
    await expect(activity).toMatchAriaSnapshot({ name: `${name}-right.aria.yml` });
    await expectClean(page, `${name}-right`);
  });

  test(`${kind}: a wrong response is said to a screen reader and clean`, async ({ page, house }) => {
    const { item } = await open(page, house, kind);
    const { full, line } = await answer(touch(page), item, "wrong");
    expect(full, line).toBe(false);
    await expect(page.getByText("Đã lưu", { exact: true })).toBeVisible();
    await expect(page.locator("#app article.activity")).toMatchAriaSnapshot({ name: `${name}-wrong.aria.yml` });
    await expectClean(page, `${name}-wrong`);
  });

  test(`${kind}: done by the keyboard alone, wrongly and then rightly`, async ({ page, house }) => {
    const { item } = await open(page, house, kind);
    const hand = keys(page);
    expect((await answer(hand, item, "wrong")).full).toBe(false);
    await hand.use(page.getByRole("button", { name: "Thử lại" }));
    await hand.follow("#app .item :not(.outcome-line)");
    await answerRightly(hand, item);
  });
}
