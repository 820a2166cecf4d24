// Goes through a practice on the screen: the shortest way to the goal, breadth first over its screens as
// `domain::item::practice::way_from` finds it, what is to be filled in filled by what is accepted, and a slip on the way where asked.
import { type Page } from "@playwright/test";
import { type Part, type Practice } from "./curriculum.ts";
import { type Hand, focusOn } from "./hands.ts";

const FILLED = ["field", "digits", "password", "keypad", "toggle"];

const used = (part: Part) => part.to !== undefined || Boolean(part.wrong) || Boolean(part.never);
const leadsOn = (part: Part) => part.to !== undefined && !part.wrong && !part.never;
const partsOf = ({ screens }: Practice, screen: number) => screens[screen]?.parts ?? [];
const asksToFit = (screen: number, part: Part) => leadsOn(part) && part.to !== undefined && part.to > screen;

/** The parts to use, from a screen to the goal; `undefined` where none lead there. */
export function wayFrom(practice: Practice, start: number): number[] | undefined {
  const ways = new Map<number, number[]>([[start, []]]);
  for (const [screen, way] of ways) {
    const { ending, failed } = practice.screens[screen] ?? {};
    if (ending && !failed) return way;
    for (const [place, part] of partsOf(practice, screen).entries()) {
      if (leadsOn(part) && part.to !== undefined && !ways.has(part.to)) ways.set(part.to, [...way, place]);
    }
  }
  return undefined;
}

/** Something wrong done once: at which screen of the right way, which part, and whether with what is filled in left empty. */
export type Slip = { screen: number; part: number; sort: "never" | "wrong" | "unfit" };

/** The screens that the right way passes, each with the part that is used on it. */
function stations(practice: Practice): { screen: number; part: number }[] {
  let screen = 0;
  return (wayFrom(practice, 0) ?? []).map((part) => {
    const station = { screen, part };
    screen = partsOf(practice, screen)[part]?.to ?? screen;
    return station;
  });
}

/** The first slip of a sort that the right way has room for; of any sort where none is named. */
export function slipIn(practice: Practice, sort?: Slip["sort"]): Slip | undefined {
  const slips = stations(practice).flatMap(({ screen, part }): Slip[] => {
    const parts = partsOf(practice, screen);
    const slipped = parts.flatMap((other, place): Slip[] =>
      used(other) && !leadsOn(other) && !FILLED.includes(other.is) ? [{ screen, part: place, sort: other.never ? "never" : "wrong" }] : [],
    );
    const needs = parts.some(({ accepts }) => accepts && !accepts.includes("off"));
    const target = parts[part];
    return needs && target && asksToFit(screen, target) ? [...slipped, { screen, part, sort: "unfit" }] : slipped;
  });
  return slips.find((slip) => sort === undefined || slip.sort === sort);
}

/** One part of the screen that is shown. */
export const partAt = (page: Page, place: number) => page.locator(`#app .screen-parts > :nth-child(${place + 1})`);

/** Fills in everything that a screen asks for. */
async function fillIn(hand: Hand, practice: Practice, screen: number): Promise<void> {
  for (const [place, { is, accepts }] of partsOf(practice, screen).entries()) {
    const fit = accepts?.[0]?.replaceAll("#", "7");
    if (fit === undefined || !FILLED.includes(is)) continue;
    const part = partAt(hand.page, place);
    if (is === "toggle") {
      if (((await part.getAttribute("aria-checked")) === "true") !== (fit === "on")) await hand.use(part);
    } else if (is === "keypad") {
      for (const digit of fit.replaceAll(" ", "")) await hand.use(part.getByRole("button", { name: digit, exact: true }));
    } else {
      await hand.write(part.locator("input"), fit);
    }
  }
}

/** Uses a part and says which screen it leads to. */
async function usePart(hand: Hand, practice: Practice, screen: number, place: number, unfit: boolean): Promise<number> {
  const part = partsOf(practice, screen)[place];
  if (part === undefined) throw new Error(`the screen ${screen} has no part ${place}`);
  if (asksToFit(screen, part) && !unfit) await fillIn(hand, practice, screen);
  await hand.use(partAt(hand.page, place));
  const next = unfit ? screen : (part.to ?? screen);
  if (unfit || !leadsOn(part)) await hand.page.locator("#app .practice-told .note").first().waitFor();
  // The app puts the focus on each new screen, for every hand.
  if (next !== screen) await focusOn(hand.page, practice.screens[next]?.ending ? "#app .outcome-line" : "#app .screen-title");
  return next;
}

/** Begins a practice in one of its three ways; where there is one try it has begun. */
export async function begin(hand: Hand, way: "shown" | "helped" | "alone"): Promise<void> {
  const ways = hand.page.locator("#app .practice-modes .button");
  if ((await ways.count()) === 0) return;
  await hand.use(ways.nth(["shown", "helped", "alone"].indexOf(way)));
  await focusOn(hand.page, "#app .screen-title");
}

/** Goes on from a screen to the goal; `look` is called on each screen before anything is used there. */
export async function walk(hand: Hand, practice: Practice, from = 0, slip?: Slip, look = async () => {}): Promise<void> {
  let screen = from;
  let ahead = slip;
  while (!practice.screens[screen]?.ending) {
    await look();
    if (ahead?.screen === screen) {
      const { part, sort } = ahead;
      ahead = undefined;
      screen = await usePart(hand, practice, screen, part, sort === "unfit");
      continue;
    }
    const next = wayFrom(practice, screen)?.[0];
    if (next === undefined) throw new Error(`nothing leads on from the screen “${practice.screens[screen]?.title}”`);
    screen = await usePart(hand, practice, screen, next, false);
  }
}

/** Does a practice alone, with a slip on the way where one is given. */
export async function doPractice(hand: Hand, practice: Practice, slip?: Slip): Promise<void> {
  await begin(hand, "alone");
  await walk(hand, practice, 0, slip);
}
