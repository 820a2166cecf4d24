// The four kinds of items: what one who errs is told, and how one gets to what is right.
import { type Page } from "@playwright/test";
import { expect, takenOver, test } from "./house.ts";
import { lesson, next } from "./journal.ts";
import { type Task, check, giveRight, giveWrong, hintedTasks, tasks } from "./responding.ts";

const other = "/courses/an-toan-tren-mang/tin-nhan-gia/";

type Case = { words: string; address: string; task: Task; marks: [right: number, wrong: number]; told: RegExp; remember: string };

const cases: Case[] = [
  {
    words: "a single choice",
    address: `${lesson}#ma-de-nhan-tien`,
    task: tasks["ma-de-nhan-tien"],
    marks: [0, 1],
    told: /Chưa đúng\. Không sao.*Có mã, họ có thể lấy nhiều hơn 2 triệu đồng/s,
    remember: "Tiền vào thì không cần mã.",
  },
  {
    words: "a multiple choice",
    address: `${other}#soi-tin-nhan`,
    task: hintedTasks["soi-tin-nhan"],
    marks: [1, 1],
    told: /thử lại nhé.*Đây không phải dấu hiệu/s,
    remember: "Tin giả có thể nằm chung với tin thật",
  },
  {
    words: "an ordering",
    address: `${other}#tin-no-tien-dien`,
    task: hintedTasks["tin-no-tien-dien"],
    marks: [3, 2],
    told: /Đúng một phần: \d\d phần trăm/,
    remember: "bạn tự đi đường của mình",
  },
  {
    words: "a matching",
    address: `${lesson}#hieu-loi-nguoi-goi`,
    task: tasks["hieu-loi-nguoi-goi"],
    marks: [2, 2],
    told: /Đúng một phần: 50 phần trăm/,
    remember: "Lời nói có thể đổi, cách làm thì vẫn vậy",
  },
  {
    words: "a text",
    address: `${other}#nho-cai-duoi`,
    task: hintedTasks["nho-cai-duoi"],
    marks: [0, 1],
    told: /Chưa đúng\. Không sao.*Đuôi \.com ai cũng mua được/s,
    remember: "dành cho cơ quan nhà nước Việt Nam",
  },
];

/** What a screen reader is told of a check. */
const outcome = (page: Page) => page.getByRole("status").and(page.locator(".outcome"));

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await takenOver(page);
}

for (const { words, address, task, marks, told, remember } of cases) {
  test(`${words}: who errs is told why, gets a hint and another try, and is praised`, async ({ page }) => {
    await open(page, address);
    await expect(outcome(page)).toBeEmpty();
    await page.getByRole("button", { name: "Xem gợi ý" }).tap();
    await expect(page.getByRole("status").and(page.locator(".hints")).locator(".hint")).toBeVisible();

    await giveWrong(page, task);
    await check(page);
    await expect(outcome(page)).toHaveText(told);
    await expect(page.locator(".outcome-line")).toBeFocused();
    await expect(page.locator(".mark.right")).toHaveCount(marks[0]);
    await expect(page.locator(".mark.wrong")).toHaveCount(marks[1]);
    await expect(page.locator(".mark.wrong").first()).toHaveText("Chưa đúng");
    await expect(page.getByText(remember)).toHaveCount(0);

    await page.getByRole("button", { name: "Thử lại" }).tap();
    await expect(page.locator(".mark")).toHaveCount(0);
    await expect(page.locator(".item :focus")).toBeVisible();
    await giveRight(page, task);
    await check(page);
    await expect(outcome(page)).toContainText("Đúng rồi!");
    await expect(outcome(page).getByText(remember)).toBeVisible();
    await expect(page.locator(".mark.wrong")).toHaveCount(0);
    await expect(page.getByRole("button", { name: /Thử lại|Kiểm tra|gợi ý/ })).toHaveCount(0);
  });

  test(`${words}: who asks sees what is right, and may still try again`, async ({ page }) => {
    await open(page, address);
    await giveWrong(page, task);
    await check(page);
    await page.getByRole("button", { name: "Xem đáp án" }).tap();
    await expect(outcome(page).getByText(remember)).toBeVisible();
    const key = page.locator(".key .prose").first();
    if (task.kind === "choice") for (const right of task.right) await expect(page.locator(".should, .is-right").filter({ hasText: right })).toHaveCount(1);
    if (task.kind === "ordering") await expect(key.getByRole("listitem")).toHaveText(task.steps);
    if (task.kind === "matching") for (const [left, right] of task.pairs) await expect(key).toContainText(new RegExp(`${left}.*${right}`));
    if (task.kind === "text") await expect(key).toHaveText(task.right);
    await page.getByRole("button", { name: "Thử lại" }).tap();
    await expect(outcome(page)).toBeEmpty();
  });
}

test("who gives nothing is told what is missing, and nothing is scored", async ({ page }) => {
  await open(page, `${lesson}#ma-de-nhan-tien`);
  await check(page);
  await expect(outcome(page)).toHaveText("Bạn chọn một ý trước, rồi bấm “Kiểm tra”.");
  await open(page, `${lesson}#hieu-loi-nguoi-goi`);
  await check(page);
  await expect(outcome(page)).toContainText("Còn 4 ý chưa nối.");
  await open(page, `${lesson}#nho-ten-ma`);
  await page.locator(".item-text input").fill(" … ");
  await check(page);
  await expect(outcome(page)).toContainText("Bạn gõ câu trả lời trước");
  await expect(page.getByRole("button", { name: "Kiểm tra" })).toBeVisible();
});

test("a text is right without marks, in any case and with a full stop, and by the keyboard's own button", async ({ page }) => {
  await open(page, `${lesson}#nho-ten-ma`);
  await page.getByLabel("Câu trả lời của bạn").fill("  MA otp. ");
  await page.keyboard.press("Enter");
  await expect(outcome(page)).toContainText("Đúng rồi!");
});

test("a mistake typed without marks gets the words that answer it", async ({ page }) => {
  await open(page, `${lesson}#nho-ten-ma`);
  await page.getByLabel("Câu trả lời của bạn").fill("mat khau");
  await check(page);
  await expect(outcome(page)).toContainText("Mật khẩu dùng nhiều lần.");
});

test("after another try only what was wrong is free again", async ({ page }) => {
  const task = tasks["hieu-loi-nguoi-goi"];
  await open(page, `${lesson}#hieu-loi-nguoi-goi`);
  await giveWrong(page, task);
  await check(page);
  await page.getByRole("button", { name: "Thử lại" }).tap();
  await expect(page.locator(".join-joined")).toHaveCount(2);
  await expect(page.locator(".join-open-word")).toHaveCount(2);
  await giveRight(page, task);
  await check(page);
  await expect(outcome(page)).toContainText("Đúng rồi!");
});

test("a moved step and a joined pair are said aloud", async ({ page }) => {
  await open(page, `${lesson}#xu-ly-cuoc-goi`);
  const first = await page.locator(".item-ordering .option-words").first().innerText();
  await page.getByRole("button", { name: `Đưa xuống: ${first}` }).tap();
  await expect(page.getByRole("status").and(page.locator(".item-ordering .unseen"))).toHaveText(`${first}: giờ ở chỗ thứ 2 trên 5.`);
  await expect(page.getByRole("button", { name: `Đưa xuống: ${first}` })).toBeFocused();
  await open(page, `${lesson}#hieu-loi-nguoi-goi`);
  await page.getByRole("button", { name: "Lấy quà để dụ bạn", exact: true }).tap();
  await expect(page.getByRole("status").and(page.locator(".item-matching .unseen"))).toHaveText(/^Đã nối: .+ – Lấy quà để dụ bạn\.$/);
});

test("the focus sits on the new activity's heading after next and after back", async ({ page }) => {
  await open(page, lesson);
  await next(page);
  await expect(page.locator(".activity > h2")).toHaveText("“Anh đọc mã giúp em”");
  await expect(page.locator(".activity > h2")).toBeFocused();
  await page.getByRole("button", { name: "Quay lại" }).tap();
  await expect(page.locator(".activity > h2")).toHaveText("Mã OTP là gì?");
  await expect(page.locator(".activity > h2")).toBeFocused();
});
