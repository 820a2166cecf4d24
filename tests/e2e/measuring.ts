// A finger whose taps are measured: how long the frame that answers takes to come, and how much work the page does for it.
import { type CDPSession, type Locator, type Page } from "@playwright/test";
import { type Hand, touch } from "./hands.ts";

/** Milliseconds of one tap: until its effect is on the screen, and the page's own work until it rests. */
export type Tap = { shown: number; worked: number };

type Watched = { taps: number[] };

/** How many times a page is slowed, and how many milliseconds it rests before and after a tap. */
export type Pace = { cpu: number; before: number; after: number };

export class MeasuringHand implements Hand {
  readonly keyboard = false;
  readonly taps: Tap[] = [];

  private constructor(readonly page: Page, private readonly session: CDPSession, private readonly pace: Pace) {}

  static async on(page: Page, pace: Pace): Promise<MeasuringHand> {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: pace.cpu });
    // The thread's own time: what other programs do meanwhile isn't counted.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    return new MeasuringHand(page, session, pace);
  }

  /** Watches the page that is open now. The browser's measure counts in eights and tells nothing of what took under 16 ms. */
  async watch(): Promise<void> {
    await this.page.evaluate(() => {
      const watched: Watched = { taps: [] };
      Object.assign(window, { watched });
      const watch = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.name === "click") watched.taps.push(entry.duration);
      });
      watch.observe({ type: "event", buffered: false, durationThreshold: 16 } as PerformanceObserverInit);
    });
  }

  async use(button: Locator): Promise<void> {
    await button.scrollIntoViewIfNeeded();
    const box = await button.boundingBox();
    if (box === null) throw new Error(`nothing to touch at ${button}`);
    await this.tap(box.x + box.width / 2, box.y + box.height / 2);
  }

  async turn(input: Locator): Promise<void> {
    const label = input.locator("xpath=ancestor::label");
    await label.scrollIntoViewIfNeeded();
    const [x, y] = await label.evaluate((label) => {
      const boxes = [...label.getClientRects()];
      const box = boxes.find((box) => box.width > 10) ?? label.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2] as const;
    });
    await this.tap(x, y);
  }

  write(field: Locator, text: string): Promise<void> {
    return touch(this.page).write(field, text);
  }

  select(list: Locator, word: string): Promise<void> {
    return touch(this.page).select(list, word);
  }

  async follow(): Promise<void> {}

  private async work(): Promise<number> {
    const { metrics } = await this.session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  }

  private async tap(x: number, y: number): Promise<void> {
    await this.page.waitForTimeout(this.pace.before);
    const watched = () => this.page.evaluate(() => (window as unknown as { watched: Watched }).watched.taps.splice(0));
    await watched();
    const before = await this.work();
    await this.page.touchscreen.tap(x, y);
    await this.page.waitForTimeout(this.pace.after);
    const worked = (await this.work()) - before;
    this.taps.push({ shown: Math.max(16, ...(await watched())), worked });
  }
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
