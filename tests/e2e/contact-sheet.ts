// Contact sheets: one PNG for each course with every activity of every lesson as a phone of 360×640 shows it, the whole of it where it
// is longer; and a second one with every screen of its practices, as they are shown step by step. For people to look at; run by hand:
//
//   cd tests/e2e && npx playwright test --config sheets.config.ts
//
// COURSE=an-toan-tren-mang takes one course alone, SPEECH=en the English editions, LOOK=wrong shows each item after a wrong response,
// LOOK=right after the right one.
// The sheets lie in target/screenshots/sheets. A page of the browser puts them together, so nothing but the browser is needed.
import { type Browser, type Page } from "@playwright/test";
import { mkdir } from "node:fs/promises";
import { type Course, type Lesson, address, courses } from "./curriculum.ts";
import { test } from "./house.ts";
import { type Hand, touch } from "./hands.ts";
import { screenshots } from "./places.ts";
import { begin } from "./practising.ts";
import { answer, canErr } from "./solver.ts";

const COLUMNS = 6;
const LOOK = process.env.LOOK;
const SPEECH = process.env.SPEECH ?? "vi";

type Shot = { name: string; picture: string };

test.use({ deviceScaleFactor: 1, contextOptions: { reducedMotion: "reduce" } });

async function shoot(page: Page, name: string): Promise<Shot> {
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  // On a phone as long as the page: the bar at the bottom would cover what is behind it.
  const height = await page.evaluate(() => Math.max(640, document.documentElement.scrollHeight));
  await page.setViewportSize({ width: 360, height });
  const picture = await page.screenshot({ animations: "disabled", type: "jpeg", quality: 85 });
  await page.setViewportSize({ width: 360, height: 640 });
  return { name, picture: `data:image/jpeg;base64,${picture.toString("base64")}` };
}

/** Every step of a practice that is being shown. */
async function steps(hand: Hand, name: string): Promise<Shot[]> {
  const { page } = hand;
  await begin(hand, "shown");
  const shots = [await shoot(page, name)];
  const next = page.locator("#app .practice-told .button.primary");
  const last = page.getByRole("button", { name: /^(Tự làm|On my own)$/ });
  while (!(await last.isVisible())) {
    await next.tap();
    shots.push(await shoot(page, name));
  }
  return shots;
}

/** Every activity of a lesson; of a check, those of its first taking. */
async function walk(page: Page, course: Course, lesson: Lesson, sheet: Shot[], practices: Shot[]): Promise<void> {
  await page.goto(address(course, lesson), { waitUntil: "commit" });
  const shown = page.locator("#app article.activity");
  for (let step = 0; step < (lesson.draw ?? lesson.activities.length); step += 1) {
    await shown.waitFor();
    const id = await shown.getAttribute("id");
    const item = lesson.activities.find((activity) => activity.id === id)?.item;
    const hand = touch(page);
    if (item && LOOK && (LOOK === "right" || canErr(item))) await answer(hand, item, LOOK === "right" ? "right" : "wrong");
    sheet.push(await shoot(page, `${lesson.id} #${id}`));
    if (item?.kind.is === "practice" && lesson.draw === undefined && !LOOK) practices.push(...(await steps(hand, `${lesson.id} #${id}`)));
    await page.locator("#app .player-bar .onward").tap();
    await page.locator(`#app article[id="${id}"]`).waitFor({ state: "detached" });
  }
  sheet.push(await shoot(page, `${lesson.id}: the end`));
}

/** Puts pictures side by side in a page of the browser and keeps a picture of that. */
async function put(browser: Browser, shots: Shot[], name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: COLUMNS * 264, height: 700 }, deviceScaleFactor: 1, isMobile: false });
  await page.setContent(`<style>body { margin: 0; font: 11px sans-serif; display: grid; grid-template-columns: repeat(${COLUMNS}, 256px); gap: 8px 8px; background: #888; align-items: start; } figure { margin: 0; } img { inline-size: 256px; display: block; } figcaption { block-size: 16px; overflow: hidden; color: #fff; background: #222; }</style>`);
  await page.evaluate(async (shots) => {
    for (const { name, picture } of shots) {
      const [figure, image, words] = ["figure", "img", "figcaption"].map((tag) => document.createElement(tag)) as [HTMLElement, HTMLImageElement, HTMLElement];
      words.textContent = name;
      image.src = picture;
      figure.append(words, image);
      document.body.append(figure);
      await image.decode();
    }
  }, shots);
  await page.screenshot({ path: `${screenshots}/sheets/${name}.png`, fullPage: true });
  // In pieces of three rows too, for eyes that see no more at once.
  const figures = await page.locator("figure").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
  for (let first = 0, piece = 1; first < figures.length; first += COLUMNS * 2, piece += 1) {
    const rows = figures.slice(first, first + COLUMNS * 2);
    const top = Math.min(...rows.map((box) => box.y));
    const height = Math.max(...rows.map((box) => box.y + box.height)) - top;
    await page.screenshot({ path: `${screenshots}/sheets/pieces/${name}-${piece}.png`, fullPage: true, clip: { x: 0, y: top, width: COLUMNS * 264, height } });
  }
  await page.close();
}

test("contact sheets", async ({ browser, contextOptions, house }) => {
  await mkdir(`${screenshots}/sheets/pieces`, { recursive: true });
  for (const course of await courses(house.url)) {
    if (course.placement || course.language !== SPEECH || (process.env.COURSE && process.env.COURSE !== course.id)) continue;
    const context = await browser.newContext({ ...contextOptions, baseURL: house.url });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const [sheet, practices]: [Shot[], Shot[]] = [[], []];
    for (const lesson of course.lessons) await walk(page, course, lesson, sheet, practices);
    await context.close();
    const name = [course.id, course.language, LOOK].filter(Boolean).join("-");
    await put(browser, sheet, name);
    if (practices.length > 0) await put(browser, practices, `${name}-practices`);
    console.log(`${name}: ${sheet.length} and ${practices.length} pictures`);
  }
});
