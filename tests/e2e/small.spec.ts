// Every activity of every lesson on the narrowest phone with the largest letters: nothing scrolls sideways, and no word is wider
// than what it stands in. What fits there fits at 360 px with normal letters, where every-lesson.spec.ts goes through them.
import { type Page } from "@playwright/test";
import { type Placed, addressOf, courses, items } from "./curriculum.ts";
import { touch } from "./hands.ts";
import { expect, test } from "./house.ts";
import { type Sitting, onPhones, onward, open, sittings } from "./phones.ts";
import { begin, wayFrom } from "./practising.ts";
import { chooseLargestLetters } from "./views.ts";

const LONGEST_SYLLABLE = 7;

test.use({ trace: "off" });
test.describe.configure({ timeout: 600_000 });

/** What is wider than what it stands in: the page, and every button, label, field and heading. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate((phone) => {
    const told = (one: Element, what: string) => `${what}: <${one.localName} class="${one.className}"> ${one.textContent?.trim().slice(0, 60)}`;
    const all = [...document.querySelectorAll<HTMLElement>("#app :is(button, label, a, h1, h2, p, li, select, span, output, img)")];
    // What only a screen reader is told is one pixel large.
    const shown = all.filter((one) => one.getBoundingClientRect().width > 2 && !one.matches(".skip"));
    const cut = shown.filter((one) => getComputedStyle(one).display !== "inline" && one.scrollWidth > one.clientWidth + 1);
    const out = shown.filter((one) => [...one.getClientRects()].some((box) => box.right > phone + 0.5 || box.left < -0.5));
    const wide = document.documentElement.scrollWidth > phone ? [`the page is ${document.documentElement.scrollWidth} px wide`] : [];
    return [...wide, ...cut.map((one) => told(one, "cut")), ...out.map((one) => told(one, "out"))];
  }, page.viewportSize()?.width ?? 0);
}

/** Words of buttons and headings that were broken in the middle, which no word of Vietnamese is long enough for. Addresses
 *  are, and at a hyphen anything may break. */
async function brokenWords(page: Page): Promise<string[]> {
  return page.evaluate((LONGEST_SYLLABLE) => {
    const broken: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement>("#app :is(.button, .tab, .part-label, .screen-title, h2)")) {
      if (control.getBoundingClientRect().width <= 2) continue;
      const texts = document.createTreeWalker(control, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
        for (const word of (text.textContent ?? "").matchAll(/[^\s-]+/g)) {
          if (word[0].length > LONGEST_SYLLABLE || text.parentElement === null || text.parentElement.getBoundingClientRect().width <= 2) continue;
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          const lines = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
          if (lines.size > 1) broken.push(`broken: ${word[0]}`);
        }
      }
    }
    return broken;
  }, LONGEST_SYLLABLE);
}

async function expectFit(page: Page, at: string): Promise<void> {
  expect.soft([...(await tooWide(page)), ...(await brokenWords(page))], at).toEqual([]);
}

/** Looks at every activity of a lesson; of a check, at those that are drawn. */
async function lookThrough(page: Page, sitting: Sitting): Promise<void> {
  await open(page, sitting);
  const shown = page.locator("#app article.activity");
  for (let step = 0; step < (sitting.lesson.draw ?? sitting.lesson.activities.length); step += 1) {
    await shown.waitFor();
    const id = await shown.getAttribute("id");
    await expectFit(page, `${sitting.lesson.id}#${id}`);
    await onward(page);
    await page.locator(`#app article[id="${id}"]`).waitFor({ state: "detached" });
  }
  await expectFit(page, `${sitting.lesson.id}: the end`);
}

/** Looks at every screen of a practice on the way to its goal, as it is shown. */
async function lookAtScreens(page: Page, placed: Placed): Promise<void> {
  await page.goto(addressOf(placed), { waitUntil: "commit" });
  await page.locator(`#app article[id="${placed.activity.id}"]`).waitFor();
  await begin(touch(page), "shown");
  const steps = placed.item.kind.is === "practice" ? (wayFrom(placed.item.kind, 0)?.length ?? 0) : 0;
  for (let step = 0; step <= steps; step += 1) {
    await expectFit(page, `${placed.lesson.id}#${placed.activity.id}, step ${step}`);
    if (step < steps) await page.locator("#app .practice-told .button.primary").tap();
  }
}

test.describe("at 320 px with the largest letters", () => {
  test.use({ viewport: { width: 320, height: 568 } });

  test("every activity of every lesson fits", async ({ browser, house, contextOptions }) => {
    const all = await sittings(house.url);
    expect(all.length).toBeGreaterThan(50);
    await onPhones(browser, { ...contextOptions, baseURL: house.url }, all, lookThrough, chooseLargestLetters);
  });

  test("every screen of every practice fits", async ({ browser, house, contextOptions }) => {
    const practices = items(await courses(house.url)).filter(({ item }) => item.kind.is === "practice");
    expect(practices.length).toBeGreaterThan(20);
    await onPhones(browser, { ...contextOptions, baseURL: house.url }, practices, lookAtScreens, chooseLargestLetters);
  });
});
