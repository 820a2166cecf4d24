// Reading aloud: recorded clips where there are, voices that live on the phone, and an honest word where there is neither.
// A test browser has no voices; `beep.opus` stands in for a recording.
import type { Page } from "@playwright/test";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type House, expect, readyForOffline, takenOver, test } from "./house.ts";
import { content } from "./places.ts";

const lesson = "/courses/luyen-tay/tien-va-ma/#ai-biet";
const beep = fileURLToPath(new URL("beep.opus", import.meta.url));

/** Publishes the course with a recording of some texts in a language. */
async function record(house: House, language: string, texts: string[]): Promise<void> {
  const folder = join(await mkdtemp(join(tmpdir(), "tieng-")), "luyen-tay");
  await cp(join(content, "luyen-tay"), folder, { recursive: true });
  const clips = join(folder, "voice", language);
  await mkdir(clips, { recursive: true });
  for (const text of texts) {
    const key = createHash("sha256").update(text).digest("hex").slice(0, 16);
    await cp(beep, join(clips, `${key}.opus`));
  }
  await house.run("publish", folder);
}

/** Notes what is played, and how fast. */
async function listen(page: Page): Promise<() => Promise<number[]>> {
  await page.addInitScript(() => {
    const heard: number[] = [];
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      heard.push(this.playbackRate);
      return play.call(this);
    };
    Object.assign(window, { heard });
  });
  return () => page.evaluate(() => (window as unknown as { heard: number[] }).heard);
}

test("where nothing can be heard it is said once and the speakers step aside", async ({ page }) => {
  await page.goto(lesson);
  await takenOver(page);
  const speakers = page.locator(".activity .hear");
  await expect(speakers.first()).toBeVisible();
  await expect(speakers.first()).toHaveAccessibleName(/^Nghe: /);
  await speakers.first().click();
  await expect(page.locator(".aloud")).toContainText("chưa có giọng đọc");
  await expect(page.locator(".activity .hear:visible")).toHaveCount(0);
  await page.getByRole("button", { name: "Tiếp theo" }).or(page.getByRole("button", { name: "Bỏ qua" })).click();
  await expect(page.locator(".activity .hear:visible")).toHaveCount(0);
});

test("a recording of an option, the question and what is said of it is heard, slowly for who wants it", async ({ page, ownHouse }) => {
  const right = "Đúng vậy, kể cả người nhà cũng không cần biết.";
  await record(ownHouse, "vi", ["Chỉ mình bạn", "Ai nên biết mã OTP?", "Bạn vừa nhận một mã OTP. Ai được biết mã này?", right]);
  const heard = await listen(page);
  await page.goto(ownHouse.url + lesson);
  await takenOver(page);
  const speaker = page.locator(".option").filter({ hasText: "Chỉ mình bạn" }).locator(".hear");
  await speaker.click();
  await expect.poll(heard).toEqual([1]);
  await expect(speaker).not.toHaveClass(/speaking/);
  await page.locator(".activity > .hear").click();
  await expect.poll(heard).toEqual([1, 1, 1]);
  await page.getByText("Chỉ mình bạn").click();
  await page.getByRole("button", { name: "Kiểm tra" }).click();
  await page.locator(".said .hear").click();
  await expect.poll(heard).toHaveLength(4);
  await expect(page.locator(".aloud")).toBeEmpty();

  await page.goto(`${ownHouse.url}/settings/`);
  await page.getByText("Đọc chậm").click();
  await page.goto("about:blank");
  await page.goto(ownHouse.url + lesson);
  await takenOver(page);
  await page.locator(".option").filter({ hasText: "Chỉ mình bạn" }).locator(".hear").click();
  await expect.poll(heard).toEqual([0.75]);
});

test("a course downloaded with its voice is heard without a network, and the download told its size", async ({ page, context, ownHouse }) => {
  await record(ownHouse, "vi", ["Chỉ mình bạn"]);
  const heard = await listen(page);
  await page.goto(`${ownHouse.url}/courses/luyen-tay/`);
  await takenOver(page);
  await readyForOffline(page);
  await page.getByRole("button", { name: "Tải cả tiếng đọc (thêm 1 kB)" }).click();
  await expect(page.locator(".download")).toContainText("Đã tải cả tiếng đọc.");
  await context.setOffline(true);
  await page.goto(ownHouse.url + lesson);
  await takenOver(page);
  await page.locator(".option").filter({ hasText: "Chỉ mình bạn" }).locator(".hear").click();
  await expect.poll(heard).toEqual([1]);
});

test("Jrai is offered where a course has recordings in it, and nowhere else", async ({ page, ownHouse }) => {
  await page.goto(`${ownHouse.url}/settings/`);
  await takenOver(page);
  await expect(page.getByText("Đọc chậm")).toBeVisible();
  await expect(page.getByText("Jrai")).toHaveCount(0);
  await record(ownHouse, "jra", ["Chỉ mình bạn"]);
  // A phone shows the courses it knows, and asks behind: the next page knows the new ones.
  await expect(async () => {
    await page.goto("about:blank");
    await page.goto(`${ownHouse.url}/settings/`);
    await expect(page.getByText("Jrai")).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.getByText("Jrai").click();
  const heard = await listen(page);
  await page.goto("about:blank");
  await page.goto(ownHouse.url + lesson);
  await takenOver(page);
  await page.locator(".option").filter({ hasText: "Chỉ mình bạn" }).locator(".hear").click();
  await expect.poll(heard).toEqual([1]);
});
