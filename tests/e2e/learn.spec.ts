// Learning from the first page to the end of a lesson, by touch and by keyboard; and what the learner sets.
import { type Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { courses } from "./curriculum.ts";
import { keys } from "./hands.ts";
import { expect, readyForOffline, takenOver, test } from "./house.ts";
import { everythingSent, expectBothAlike, journal, lesson, next } from "./journal.ts";
import { type Task, check, giveRight, giveWrong, tasks } from "./responding.ts";
import { answer } from "./solver.ts";

const all: Record<string, Task> = tasks;
const here = (page: Page) => new URL(page.url()).hash.slice(1);

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await takenOver(page);
}

/** What the phone wrote down: verbs, in order. */
async function verbs(page: Page): Promise<string[]> {
  return (await journal(page)).flatMap((row) => Object.keys(JSON.parse(row.text).did));
}

test("a whole lesson is learnt by touch, its end says what to repeat, and every step reaches the server", async ({ page, house }) => {
  await open(page, "/");
  await page.getByRole("link", { name: "An toàn trên mạng" }).tap();
  await page.getByRole("link", { name: "Bắt đầu học" }).tap();
  await expect(page.locator(".activity > h2")).toHaveText("Mã OTP là gì?");

  await next(page);
  await giveWrong(page, tasks["nguoi-la-hoi-ma"]);
  await check(page);
  await page.getByRole("button", { name: "Thử lại" }).tap();
  await giveRight(page, tasks["nguoi-la-hoi-ma"]);
  await check(page);
  await expect(page.getByText("Đã lưu", { exact: true })).toBeVisible();
  await next(page);
  await next(page);
  await expect(page.locator(".onward")).toHaveText("Bỏ qua");
  await next(page);
  for (let task = all[here(page)]; task !== undefined; task = all[here(page)]) {
    await giveRight(page, task);
    await check(page);
    await expect(page.getByText("Đúng rồi!")).toBeVisible();
    await next(page);
  }
  await page.getByRole("button", { name: "Xong bài" }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bạn đã đi hết bài này");
  await expect(page.getByText("Đúng ngay lần đầu: 4 trên 6 câu")).toBeVisible();
  await expect(page.getByText("Vì sao mã OTP chỉ mình bạn được biết")).toBeVisible();
  await expect(page.getByRole("link", { name: "“Anh đọc mã giúp em”" })).toBeVisible();

  // What was passed by is one tap away, and then the lesson is done.
  await page.getByRole("link", { name: "Khách muốn trả tiền" }).tap();
  await giveRight(page, tasks["khach-tra-tien"]);
  await check(page);
  await page.goto(`${lesson}#thu-luu-so`);
  await page.getByRole("button", { name: "Xong bài" }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bạn đã học xong bài này");
  await expect(page.getByText("Đúng ngay lần đầu: 5 trên 6 câu")).toBeVisible();
  await page.getByRole("link", { name: "Học bài tiếp theo" }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tin nhắn và đường dẫn giả");

  await expectBothAlike(page, house.url);
  const said = await verbs(page);
  expect(said.filter((verb) => verb === "answered")).toHaveLength(7);
  expect(said.filter((verb) => verb === "experienced").length).toBeGreaterThanOrEqual(3);
  await page.goto("/progress/");
  await takenOver(page);
  await expect(page.locator(".progress-row").first()).toContainText("Nắm vững");
});

test("a whole lesson is learnt by the keyboard alone", async ({ page, house }) => {
  const hand = keys(page);
  const course = (await courses(house.url)).find(({ id, language }) => id === "an-toan-tren-mang" && language === "vi");
  const activities = course?.lessons.find(({ id }) => id === "ma-otp")?.activities ?? [];
  await open(page, "/courses/an-toan-tren-mang/");
  await hand.use(page.locator("#app .course-head .button.primary"));
  await expect(page.locator(".activity > h2")).toHaveText("Mã OTP là gì?");
  for (const [at, { item }] of activities.entries()) {
    await expect(page.getByText(`Bước ${at + 1} trên 9`)).toBeVisible();
    if (item) {
      expect((await answer(hand, item, "right")).full).toBe(true);
      await expect(page.locator(".outcome-line.full")).toBeFocused();
    }
    await hand.use(page.locator("#app .player-bar .onward"));
  }
  expect(activities).toHaveLength(9);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bạn đã học xong bài này");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByText("Bạn nắm vững bài này.")).toBeVisible();
  await expect(page.getByText("Không có gì phải xem lại.")).toBeVisible();
});

test("the way to the content is the first thing a keyboard meets", async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Đến nội dung chính" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("back and next go through the lesson, the meter follows, and the browser's own back does too", async ({ page }) => {
  await open(page, lesson);
  const meter = page.getByRole("img", { name: /^Đã qua/ });
  await expect(meter).toHaveAccessibleName("Đã qua 0 trên 9 bước");
  await expect(page.getByRole("button", { name: "Quay lại" })).toHaveCount(0);
  await next(page);
  await expect(page.getByText("Bước 2 trên 9")).toBeVisible();
  await expect(meter).toHaveAccessibleName("Đã qua 1 trên 9 bước");
  await expect(page.locator(".step").nth(1)).toHaveClass(/here/);
  await next(page);
  await page.getByRole("button", { name: "Quay lại" }).tap();
  await expect(page.getByText("Bước 2 trên 9")).toBeVisible();
  await page.goBack();
  await expect(page.getByText("Bước 3 trên 9")).toBeVisible();
  await expect(page.locator(".activity > h2")).toHaveText("Ba dấu hiệu");
  await expect(page.locator(".step.here")).toHaveCount(1);
});

test("the language changes with the address, progress and place stay, and the choice is remembered", async ({ page }) => {
  await open(page, lesson);
  await next(page);
  await page.getByRole("link", { name: "English" }).tap();
  await expect(page).toHaveURL(/\/en\/courses\/an-toan-tren-mang\/ma-otp\/#nguoi-la-hoi-ma$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("An OTP code is a key");
  await expect(page.getByRole("img", { name: /1 of 9/ })).toBeVisible();
  await open(page, "/");
  await expect(page).toHaveURL(/\/en\/$/);
  await expect(page.locator(".resume")).toContainText("An OTP code is a key");
  await page.getByRole("link", { name: "Tiếng Việt" }).tap();
  await expect(page.locator("html")).toHaveAttribute("lang", "vi");
  await expect(page.locator(".resume")).toContainText("Mã OTP là chìa khóa");
});

test("a commune is found by its old name without marks, changed and taken back", async ({ page, ownHouse }) => {
  await ownHouse.stop();
  await ownHouse.run("units", "import", "--province", "52");
  await ownHouse.start();
  await open(page, `${ownHouse.url}/settings/`);
  const name = page.getByLabel("Gõ tên xã, phường (tên cũ cũng được)");
  await name.fill("khong co noi nay");
  await expect(page.getByRole("status").getByText("Không thấy nơi nào có tên này.")).toBeVisible();
  await page.locator("#commune-name").fill("ghenh rang");
  const place = page.getByRole("button", { name: /Phường Quy Nhơn Nam.*tên cũ: Phường Ghềnh Ráng/ });
  await expect(page.getByText("Có 1 nơi hợp với tên này.")).toBeVisible();
  await place.tap();
  await expect(page.getByText("Bạn chọn: Phường Quy Nhơn Nam")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Xã, phường của tôi" })).toBeFocused();
  await page.reload();
  await takenOver(page);
  await page.getByRole("button", { name: "Bỏ chọn" }).tap();
  await expect(name).toBeVisible();
  await expectBothAlike(page, ownHouse.url);
  // Each word about the commune comes with its consent, and the one that takes it back with the consent's end.
  const did = (await journal(page)).map((row) => JSON.parse(row.text).did);
  expect(did.map(({ declared, consented }) => (declared ? declared.unit : consented.consent))).toEqual(["21592@2025-07-01", { commune: true }, null, { commune: false }]);
});

test("who names no commune learns and is counted all the same", async ({ page, house }) => {
  await open(page, lesson);
  await next(page);
  await expectBothAlike(page, house.url);
  expect(await verbs(page)).not.toContain("declared");
  expect(await verbs(page)).toContain("experienced");
});

test("letters and colours change at a tap and stay after a reload", async ({ page }) => {
  await open(page, "/settings/");
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [normal, light] = [await size(), await ground()];
  await page.getByText("Lớn nhất", { exact: true }).tap();
  await expect.poll(size).toBeGreaterThan(normal * 1.4);
  await page.getByText("Tối", { exact: true }).tap();
  await expect.poll(ground).not.toBe(light);
  await expect(page.getByRole("status").getByText("Đã lưu cài đặt.")).toBeAttached();
  const [largest, dark] = [await size(), await ground()];
  await page.reload();
  await takenOver(page);
  expect([await size(), await ground()]).toEqual([largest, dark]);
  await expect(page.getByRole("radio", { name: "Lớn nhất" })).toBeChecked();
  await expect(page.getByRole("radio", { name: "Tối" })).toBeChecked();
  await page.getByText("Tương phản cao", { exact: true }).tap();
  await expect.poll(ground).toBe("rgb(255, 255, 255)");
});

test("my data comes as a file with every statement, and the page says what waits and what it takes", async ({ page }) => {
  await open(page, lesson);
  await next(page);
  await everythingSent(page);
  await open(page, "/settings/");
  await expect(page.locator(".data-row").filter({ hasText: "Đang chờ gửi" })).toContainText("0 mục");
  await expect(page.locator(".data-row").filter({ hasText: "Lần gửi gần nhất" })).not.toContainText("Chưa gửi lần nào");
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Lưu dữ liệu của tôi ra tệp" }).tap();
  const file = await saving;
  expect(file.suggestedFilename()).toBe("cong-dan-so.zip");
  // Stored as they are: every statement stands in the file, byte for byte. What else is in it: people.spec.ts.
  const saved = await readFile(await file.path(), "utf8");
  const own = (await journal(page)).map((row) => row.text);
  expect(own.filter((text) => !saved.includes(text))).toEqual([]);
  expect(own.length).toBeGreaterThanOrEqual(2);
});

test("home leads back to where one was, and the course goes on with it", async ({ page }) => {
  await open(page, "/");
  await expect(page.getByText("Học tiếp bài đang dở")).toHaveCount(0);
  await open(page, lesson);
  await next(page);
  await next(page);
  await open(page, "/");
  await page.getByRole("link", { name: /Học tiếp bài đang dở/ }).tap();
  await expect(page.locator(".activity > h2")).toHaveText("Ba dấu hiệu");
  await open(page, "/courses/an-toan-tren-mang/");
  await expect(page.getByText("Đang học")).toBeVisible();
  await page.getByRole("link", { name: "Học tiếp" }).tap();
  await expect(page.locator(".activity > h2")).toHaveText("Ba dấu hiệu");
});

test("an address that names nothing says so and leads home, on a first visit and on a later one", async ({ page }) => {
  const answer = await page.goto("/courses/khong-co/");
  expect(answer?.status()).toBe(404);
  for (const visit of ["first", "later"]) {
    await expect(page.getByRole("heading", { level: 1 }), visit).toHaveText("Không có trang này");
    await page.getByRole("link", { name: "Về trang học" }).tap();
    await takenOver(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Học để dùng mạng an toàn và tự tin");
    await readyForOffline(page);
    await page.goto("/courses/khong-co/");
  }
});
