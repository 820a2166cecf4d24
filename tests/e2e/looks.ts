// What is looked at rather than done: accessibility by axe-core, screenshots.
import { type Page, expect } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { screenshots } from "./places.ts";

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Axe = { run: (what: Document, how: object) => Promise<{ violations: Violation[] }> };
type Violation = { id: string; help: string; nodes: { target: unknown; failureSummary?: string }[] };

/** Fails unless axe-core finds the page clean, by WCAG 2.2 A and AA and its best practices, or by some rules alone. */
export async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  // Evaluated, not added as a script: the page's policy allows no script of ours, and shall not.
  await page.evaluate(await axeSource);
  const found = await page.evaluate(async (rules) => {
    const axe = (window as unknown as { axe: Axe }).axe;
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary ?? ""}`),
    }));
  }, rules);
  expect(found).toEqual([]);
}

/** Fails when the page can be scrolled sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
}

/** Keeps a picture of the page in target/screenshots, for people to look at. */
export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${screenshots}/${name}.png`, animations: "disabled" });
}

/** A page of the desk, looked at as a desk and as the narrowest screen. */
export async function seenAtTheDesk(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shot(page, `desk-${name}`);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await shot(page, `desk-${name}-narrow`);
  await page.setViewportSize({ width: 1280, height: 800 });
}
