// Goes through a lesson in the app so that all that its author wrote comes onto the screen: hints, feedback, explanations, each turn and
// each slip. Gathers every word that was shown; what may be among them is attack-watch.ts's.
import { type Locator, type Page } from "@playwright/test";
import { type Lesson, type Practice } from "./curriculum.ts";
import { type Hand, touch } from "./hands.ts";
import { begin, partAt, walk } from "./practising.ts";
import { answer } from "./solver.ts";

/** Uses every part that doesn't lead on, then goes to the goal. */
async function slipAndWalk(hand: Hand, practice: Practice, look: () => Promise<void>): Promise<void> {
  await begin(hand, "helped");
  await look();
  for (const [place, { wrong, never }] of (practice.screens[0]?.parts ?? []).entries()) {
    if (!wrong && !never) continue;
    await hand.use(partAt(hand.page, place));
    await hand.page.locator("#app .practice-told .note").first().waitFor();
    await look();
  }
  await walk(hand, practice);
}

/** A hand that never lands on a link in the words of an option. */
function sure(page: Page): Hand {
  const click = (node: Locator) => node.evaluate((node) => (node as HTMLElement).click());
  return { ...touch(page), use: click, turn: click };
}

/** Shows all of a lesson; `look` is called wherever something new may be on the screen. */
export async function everything(page: Page, address: string, lesson: Lesson, look: () => Promise<void>): Promise<void> {
  const hand = sure(page);
  await page.goto(address, { waitUntil: "commit" });
  for (const { id, item } of lesson.activities) {
    await page.locator(`#app article[id="${id}"]`).waitFor();
    await look();
    if (item) {
      for (const _ of item.hints ?? []) await hand.use(page.locator("#app .item-buttons .button", { hasText: /gợi ý/i }).filter({ visible: true }));
      if (item.kind.is === "practice") {
        await slipAndWalk(hand, item.kind, look);
      } else {
        await answer(hand, item, "right");
      }
      await look();
    }
    await hand.use(page.locator("#app .player-bar .onward"));
  }
  await page.locator("#app article.activity").waitFor({ state: "detached" });
  await look();
}
