// Pictures of every view on a phone, for people to look at: target/screenshots/phone/<look>-<view>.png.
import { type Page } from "@playwright/test";
import { expect, test } from "./house.ts";
import { shot } from "./looks.ts";
import { chooseLargestLetters, everyView } from "./views.ts";

/** Whether every picture on the screen is there; those below it wait until they are near. */
function picturesInSight(): boolean {
  const box = (image: HTMLImageElement) => image.getBoundingClientRect();
  const inSight = [...document.images].filter((image) => box(image).width > 0 && box(image).top < innerHeight);
  return inSight.every((image) => image.complete && image.naturalWidth > 0);
}

/** Keeps a picture of the view, which must not be blank: its heading is there, and enough to read below it. */
async function keep(page: Page, look: string, name: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect((await page.locator("main").innerText()).length).toBeGreaterThan(60);
  await page.waitForFunction(picturesInSight);
  await shot(page, `phone/${look}-${name}`);
  const [width, height] = await page.evaluate(() => [innerWidth, document.documentElement.scrollHeight]);
  // The rest of a long page, on a phone as long as the page. In a lesson the screen is what counts.
  if (height > 640 && (await page.locator("main.lesson").count()) === 0) {
    await page.setViewportSize({ width, height });
    await page.waitForFunction(picturesInSight);
    await shot(page, `phone/${look}-${name}-whole`);
    await page.setViewportSize({ width, height: 640 });
  }
}

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("every view is seen in light and in dark", async ({ page }) => {
  const grounds = new Set<string>();
  await everyView(page, async (name) => {
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      grounds.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      await keep(page, colorScheme, name);
    }
  });
  expect(grounds.size).toBe(2);
});

test("every view is seen with the largest letters", async ({ page }) => {
  await chooseLargestLetters(page);
  await everyView(page, (name) => keep(page, "largest", name));
});
