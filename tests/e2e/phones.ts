// Several phones at once, so that going through everything stays short: each takes what waits next, and what went wrong is gathered.
import { type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { type Course, type Lesson, address, courses } from "./curriculum.ts";
import { expect, test } from "./house.ts";

const PHONES = 3;

/** A lesson or a check to be gone through. */
export type Sitting = { course: Course; lesson: Lesson };

/** Every lesson and check of every edition on offer. */
export async function sittings(url: string): Promise<Sitting[]> {
  const all = (await courses(url)).filter(({ placement }) => !placement);
  return all.flatMap((course) => course.lessons.map((lesson) => ({ course, lesson })));
}

/** Takes each sitting on one of several phones. `prepare` is done once on each phone. */
export async function onPhones<T extends Sitting>(
  browser: Browser,
  options: BrowserContextOptions,
  all: T[],
  take: (page: Page, sitting: T) => Promise<void>,
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  const waiting = [...all];
  const faults: string[] = [];
  const phone = async () => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await prepare(page);
    for (let sitting = waiting.shift(); sitting !== undefined; sitting = waiting.shift()) {
      try {
        await take(page, sitting);
      } catch (fault) {
        const at = new URL(page.url());
        await test.info().attach(at.pathname + at.hash, { body: await page.screenshot(), contentType: "image/png" });
        faults.push(`${at.pathname}${at.hash}: ${fault instanceof Error ? fault.message : fault}`);
      }
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: PHONES }, phone));
  expect(faults).toEqual([]);
}

/** Opens a sitting without waiting for more than its first activity. */
export async function open(page: Page, { course, lesson }: Sitting): Promise<void> {
  await page.goto(address(course, lesson), { waitUntil: "commit" });
  await page.locator("#app article.activity").waitFor();
}

/** Goes on from the activity on the screen, by touch. */
export async function onward(page: Page): Promise<void> {
  await page.locator("#app .player-bar .onward").tap();
}
