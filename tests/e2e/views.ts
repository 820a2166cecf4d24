// Every view of the citizens' app, one after the other as a learner meets them: each page, and each kind of item before and
// after a check. Who looks decides what to look at.
import { type Page, expect } from "@playwright/test";
import { takenOver } from "./house.ts";
import { lesson, next } from "./journal.ts";
import { type Task, check, giveRight, giveWrong, tasks } from "./responding.ts";

/** Each kind of item of the lesson once, by the activity that holds it. */
const kinds: Record<string, string> = {
  "nguoi-la-hoi-ma": "choice",
  "khach-tra-tien": "choice-several",
  "xu-ly-cuoc-goi": "ordering",
  "hieu-loi-nguoi-goi": "matching",
  "nho-ten-ma": "text",
};

/** Shows every view to `look`, with a name that is a file's too. */
export async function everyView(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  for (const [name, address] of [["home", "/"], ["course", "/courses/an-toan-tren-mang/"], ["settings", "/settings/"], ["progress-none", "/progress/"]]) {
    await visit(page, address ?? "");
    await look(name ?? "");
  }
  await visit(page, lesson);
  await look("lesson");
  for (let activity = 2; activity <= 9; activity += 1) {
    await next(page);
    await everyStateOfItem(page, look);
  }
  await page.getByRole("button", { name: "Xong bài" }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await look("end");
  for (const [name, address] of [["progress", "/progress/"], ["home-begun", "/"], ["course-begun", "/courses/an-toan-tren-mang/"]]) {
    await visit(page, address ?? "");
    await expect(page.locator(".sync")).toContainText("đã gửi");
    await look(name ?? "");
  }
}

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await takenOver(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** An item untouched, with a wrong response checked, with the key shown, and with the right one. */
async function everyStateOfItem(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const activity = new URL(page.url()).hash.slice(1);
  const kind = kinds[activity];
  if (kind === undefined) return;
  const task: Task = tasks[activity as keyof typeof tasks];
  await look(`${kind}-before`);
  await giveWrong(page, task);
  await check(page);
  await expect(page.locator(".outcome-line")).toBeFocused();
  await look(`${kind}-wrong`);
  await page.getByRole("button", { name: "Xem đáp án" }).tap();
  await expect(page.locator(".outcome .note").last()).toBeVisible();
  await look(`${kind}-key`);
  await page.getByRole("button", { name: "Thử lại" }).tap();
  await giveRight(page, task);
  await check(page);
  await expect(page.locator(".outcome-line.full")).toBeFocused();
  await look(`${kind}-right`);
}

/** Chooses the largest letters, as a learner does. */
export async function chooseLargestLetters(page: Page): Promise<void> {
  await visit(page, "/settings/");
  await page.getByText("Lớn nhất", { exact: true }).tap();
  await expect(page.locator("html")).toHaveAttribute("data-text-size", "largest");
  await expect(page.getByRole("status").getByText("Đã lưu cài đặt.")).toBeAttached();
}
