// Two ways to use the page: by touch, with taps alone, and by the keyboard alone, as somebody without a mouse does. What is to be used
// is the solver's business.
import { type Locator, type Page } from "@playwright/test";

export interface Hand {
  readonly page: Page;
  readonly keyboard: boolean;
  /** Uses a button. */
  use(button: Locator): Promise<void>;
  /** Switches a radio or a box. */
  turn(input: Locator): Promise<void>;
  /** Fills a field. */
  write(field: Locator, text: string): Promise<void>;
  /** Chooses from a list, by the word. */
  select(list: Locator, word: string): Promise<void>;
  /** Goes where the app puts the focus, if one follows it. */
  follow(selector: string): Promise<void>;
}

/** Waits until the app has put the focus on what a selector finds. */
export async function focusOn(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((selector) => document.activeElement?.matches(selector) ?? false, selector, { timeout: 10_000 });
}

/** Waits until the app has put the focus where it wants it after what was used last: it does so once the change has been drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(drawn)))));
}

/** A finger. */
export function touch(page: Page): Hand {
  return {
    page,
    keyboard: false,
    use: (button) => button.tap(),
    async turn(input) {
      const label = input.locator("xpath=ancestor::label");
      // The middle of words that run on over the end of a line may lie beside them.
      const position = await label.evaluate((label) => {
        const range = document.createRange();
        range.selectNodeContents(label);
        const whole = label.getBoundingClientRect();
        const inline = getComputedStyle(label).display === "inline";
        const box = (inline && [...range.getClientRects()].find((box) => box.width > 10)) || whole;
        return { x: box.left + box.width / 2 - whole.left, y: box.top + box.height / 2 - whole.top };
      });
      await label.tap({ position });
    },
    async write(field, text) {
      await field.tap();
      await field.fill(text);
    },
    // The list that opens is the phone's own, not the page's.
    select: async (list, word) => void (await list.selectOption(word)),
    follow: async () => {},
  };
}

/** Where the focus is, seen from what it is wanted on; `group`: on another radio of the same group. */
type Way = "here" | "group" | "on" | "back";

const MOST_TABS = 150;

/** Tabs until the focus sits on it, or in its group of radios. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  await settled(page);
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const way = await target.evaluate((node): Way => {
      const at = document.activeElement;
      if (at === node) return "here";
      const group = node instanceof HTMLInputElement && node.type === "radio" && at instanceof HTMLInputElement && at.name === node.name;
      if (group) return "group";
      return at !== null && (node.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 ? "back" : "on";
    });
    if (way === "here" || way === "group") return;
    await page.keyboard.press(way === "on" ? "Tab" : "Shift+Tab");
  }
  throw new Error(`${MOST_TABS} tabs don't lead to ${target}`);
}

/** A keyboard, and nothing else: Tab, arrows, Space, Enter and letters. */
export function keys(page: Page): Hand {
  return {
    page,
    keyboard: true,
    async use(button) {
      await tabTo(page, button);
      await page.keyboard.press("Enter");
    },
    async turn(input) {
      await tabTo(page, input);
      for (let arrows = 0; arrows < 8; arrows += 1) {
        if (await input.evaluate((input) => document.activeElement === input)) break;
        await page.keyboard.press("ArrowDown");
      }
      const radio = (await input.getAttribute("type")) === "radio";
      if (!radio || !(await input.isChecked())) await page.keyboard.press("Space");
    },
    async write(field, text) {
      await tabTo(page, field);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
    async select(list, word) {
      await tabTo(page, list);
      const far = await list.evaluate((list, word) => {
        const select = list as HTMLSelectElement;
        return [...select.options].findIndex((option) => option.value === word) - select.selectedIndex;
      }, word);
      for (let step = 0; step < Math.abs(far); step += 1) await page.keyboard.press(far > 0 ? "ArrowDown" : "ArrowUp");
    },
    follow: (selector) => focusOn(page, selector),
  };
}
