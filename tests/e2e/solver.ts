// Answers any item on the screen, rightly or wrongly, by the hand it is given. It knows from the edition what is right and reads from
// the screen only where things stand. Words of the interface don't matter to it, so it answers in every language.
import { type Locator, type Page, expect } from "@playwright/test";
import { type Choice, type Dialogue, type Gaps, type Grouping, type Hotspot, type Inspect, type Item, type Kind, type Matching, type Ordering, type TextEntry, bare, said } from "./curriculum.ts";
import { type Hand } from "./hands.ts";
import { doPractice, slipIn } from "./practising.ts";

export type Want = "right" | "wrong";

/** What came of a check. */
export type Outcome = { full: boolean; line: string };

/** Whether one can err at all and yet come to an end. */
export function canErr(item: Item): boolean {
  return item.kind.is !== "practice" || slipIn(item.kind) !== undefined;
}

/** Answers the item on the screen and checks it. */
export async function answer(hand: Hand, item: Item, want: Want): Promise<Outcome> {
  await give(hand, item.kind, want);
  if (item.kind.is !== "dialogue" && item.kind.is !== "practice") await hand.use(hand.page.locator("#app .item .check"));
  return outcome(hand.page);
}

/** Waits for what is told of a check. */
export async function outcome(page: Page): Promise<Outcome> {
  const line = page.locator("#app .outcome-line:not(.ask)");
  await line.waitFor();
  return line.evaluate((line) => ({ full: line.classList.contains("full"), line: line.textContent?.trim() ?? "" }));
}

/** Gives a response without checking it. A dialogue and a practice check themselves at their end. */
export async function give(hand: Hand, kind: Kind, want: Want): Promise<void> {
  switch (kind.is) {
    case "choice": return choose(hand, kind, want);
    case "ordering": return order(hand, kind, want);
    case "matching": return match(hand, kind, want);
    case "text": return type(hand, kind, want);
    case "grouping": return group(hand, kind, want);
    case "gaps": return fill(hand, kind, want);
    case "hotspot": return point(hand, kind, want);
    case "inspect": return inspect(hand, kind, want);
    case "dialogue": return talk(hand, kind, want);
    case "practice": return doPractice(hand, kind, want === "right" ? undefined : slipIn(kind));
  }
}

/** Which ones to pick of those that are right and those that aren't: the right ones, or a single wrong one. */
function picked(rights: boolean[], want: Want): boolean[] {
  const wrong = rights.indexOf(false);
  return rights.map((right, place) => (want === "right" ? right : place === wrong));
}

async function choose(hand: Hand, { options }: Choice, want: Want): Promise<void> {
  const rights = options.map(({ right }) => right);
  const single = rights.filter((right) => right).length === 1;
  const inputs = hand.page.locator("#app .item-choice .option input");
  for (const [place, wanted] of picked(rights, want).entries()) {
    const input = inputs.nth(place);
    // A radio goes out by itself when another is chosen.
    if ((await input.isChecked()) === wanted || (single && !wanted)) continue;
    await hand.turn(input);
    await expect(input).toBeChecked({ checked: wanted });
  }
}

/** Exchanges the last two, so that something is right and something is not. */
function exchanged<T>(all: T[]): T[] {
  return [...all.slice(0, -2), ...all.slice(-2).reverse()];
}

async function bareTexts(all: Locator): Promise<string[]> {
  return (await all.allTextContents()).map(bare);
}

async function order(hand: Hand, { steps }: Ordering, want: Want): Promise<void> {
  const wanted = want === "right" ? steps.map(said) : exchanged(steps.map(said));
  const rows = hand.page.locator("#app .item-ordering .option");
  const shown = await bareTexts(rows.locator(".option-words .prose"));
  for (const [place, step] of wanted.entries()) {
    const from = shown.indexOf(step, place);
    if (from < 0) throw new Error(`the step ${step} isn't shown`);
    for (let at = from; at > place; at -= 1) {
      await hand.use(rows.nth(at).locator(".up"));
      await expect.poll(() => bareTexts(rows.nth(at - 1).locator(".option-words .prose")), { intervals: [10, 30] }).toEqual([step]);
    }
    shown.splice(place, 0, ...shown.splice(from, 1));
  }
}

/** Joins a left side to the right side at that place of the list it opens. */
async function join(hand: Hand, row: Locator, right: (rights: Locator) => Promise<Locator>, word: string): Promise<void> {
  const joined = row.locator(".join-joined > .prose");
  if ((await joined.count()) > 0 && (await bareTexts(joined))[0] === word) return;
  const head = row.locator(".join-left");
  if ((await head.getAttribute("aria-expanded")) !== "true") await hand.use(head);
  await row.locator(".join-rights").waitFor();
  await hand.use(await right(row.locator(".join-right")));
  await expect.poll(() => bareTexts(joined), { intervals: [10, 30] }).toEqual([word]);
  await hand.follow("#app .join-left");
}

async function match(hand: Hand, { pairs }: Matching, want: Want): Promise<void> {
  const words = pairs.map(({ right }) => said(right));
  const wanted = want === "right" ? words : exchanged(words);
  const rows = hand.page.locator("#app .item-matching .join");
  for (const [place, word] of wanted.entries()) {
    const named = async (rights: Locator) => rights.nth((await bareTexts(rights.locator("> .prose"))).indexOf(word));
    await join(hand, rows.nth(place), named, word);
  }
}

async function group(hand: Hand, { piles, cards }: Grouping, want: Want): Promise<void> {
  const rows = hand.page.locator("#app .item-grouping .join");
  const shown = await bareTexts(rows.locator(".join-words > .prose"));
  for (const [place, words] of shown.entries()) {
    const right = cards.find(({ prose }) => said(prose) === words)?.pile;
    if (right === undefined) throw new Error(`there is no card ${words}`);
    const pile = want === "wrong" && place === 0 ? (right + 1) % piles.length : right;
    await join(hand, rows.nth(place), async (rights) => rights.nth(pile), bare(piles[pile] ?? ""));
  }
}

async function type(hand: Hand, { accepted, expected_mistakes }: TextEntry, want: Want): Promise<void> {
  const text = want === "right" ? accepted[0] : (expected_mistakes?.[0]?.text ?? "không biết");
  await hand.write(hand.page.locator("#app .item-text input"), text ?? "");
}

async function fill(hand: Hand, { gaps }: Gaps, want: Want): Promise<void> {
  const fields = hand.page.locator("#app .item-gaps .gap-field");
  for (const [place, { accepted, options }] of gaps.entries()) {
    const wrong = want === "wrong" && place === 0;
    if (options) {
      const fitting = (word: string) => accepted.includes(word);
      await hand.select(fields.nth(place), options.find((word) => fitting(word) !== wrong) ?? "");
    } else {
      await hand.write(fields.nth(place), wrong ? "không biết" : (accepted[0] ?? ""));
    }
  }
}

async function point(hand: Hand, { areas }: Hotspot, want: Want): Promise<void> {
  const names = hand.page.locator("#app .item-hotspot .spot-name");
  const spots = hand.page.locator("#app .item-hotspot .spot");
  for (const [place, wanted] of picked(areas.map(({ right }) => right), want).entries()) {
    const single = areas.filter(({ right }) => right).length === 1;
    const pressed = (await names.nth(place).getAttribute("aria-pressed")) === "true";
    if (pressed === wanted || (single && !wanted)) continue;
    await hand.use((hand.keyboard ? names : spots).nth(place));
    await expect(names.nth(place)).toHaveAttribute("aria-pressed", String(wanted));
  }
}

async function inspect(hand: Hand, { parts }: Inspect, want: Want): Promise<void> {
  const boxes = hand.page.locator("#app .item-inspect .part input");
  for (const [place, wanted] of picked(parts.map(({ suspicious }) => suspicious), want).entries()) {
    if ((await boxes.nth(place).isChecked()) === wanted) continue;
    await hand.turn(boxes.nth(place));
    await expect(boxes.nth(place)).toBeChecked({ checked: wanted });
  }
}

/** Replies that lead from a turn to an ending: the fewest wise ones, or the first way on which one errs. */
export function replies({ turns }: Dialogue, want: Want, from = 0): number[] | undefined {
  const here = turns[from]?.replies ?? [];
  if (here.length === 0) return want === "right" ? [] : undefined;
  const ways = here.flatMap((reply, place) => {
    const erring = !reply.right;
    if (want === "right" && erring) return [];
    const rest = want === "wrong" && erring ? anyWay(turns, reply.to) : replies({ is: "dialogue", turns }, want, reply.to);
    return rest ? [[place, ...rest]] : [];
  });
  return ways.sort((a, b) => a.length - b.length)[0];
}

function anyWay(turns: Dialogue["turns"], from: number): number[] {
  const first = turns[from]?.replies?.[0];
  return first ? [0, ...anyWay(turns, first.to)] : [];
}

async function talk(hand: Hand, dialogue: Dialogue, want: Want): Promise<void> {
  const way = replies(dialogue, want);
  if (way === undefined) throw new Error(`no ${want} way through the dialogue`);
  for (const [turn, reply] of way.entries()) {
    await hand.use(hand.page.locator("#app .chat-replies .reply").nth(reply));
    await hand.page.locator(`#app .chat-turn:nth-child(${turn + 2}) :is(.open, .ending)`).waitFor();
    await hand.follow("#app :is(.open, .ending)");
  }
}
