// The desk, from the first administrator's link to a number on an official's screen.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { accept, brokenCourse, course, learnerCompletes, password, signIn, zip } from "./desk-people.ts";
import { type House, expect, test } from "./house.ts";
import { expectAccessible, expectNoSidewaysScroll, shot } from "./looks.ts";

/** Two communes of Gia Lai (52). */
const [quyNhon, vinhSon] = ["21583@2025-07-01", "21787@2025-07-01"];

async function seen(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shot(page, `desk-${name}`);
}

async function uploads(page: Page, files: Record<string, string>): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.getByText(/^(Chọn tệp zip|Chọn tệp khác)$/).click();
  const file = { name: "khoa-hoc.zip", mimeType: "application/zip", buffer: zip(files) };
  await (await choosing).setFiles(file);
}

/** Numbers of each row of the table, by the row's name; a hidden one is empty. */
async function table(page: Page): Promise<Record<string, string[]>> {
  const rows = await page.locator("table.completion tr:has(th[scope=row])").evaluateAll((rows) =>
    rows.map((row) => [
      row.querySelector("th")?.textContent?.trim() ?? "",
      [...row.querySelectorAll("td.figure")].map((cell) => cell.querySelector("data")?.value ?? ""),
    ] as [string, string[]]),
  );
  return Object.fromEntries(rows);
}

/** The same out of the CSV that the page links to. */
async function csv(page: Page): Promise<Record<string, string[]>> {
  const link = page.getByRole("link", { name: "Tải bảng này (CSV)" });
  const answer = await page.request.get(new URL((await link.getAttribute("href")) ?? "", page.url()).href);
  expect(answer.headers()["content-type"]).toContain("text/csv");
  const [head = "", ...lines] = (await answer.text()).replace("\uFEFF", "").trim().split("\r\n");
  const columns = head.split(",");
  // Where of no row it is known how many people live there, the screen has no columns for that.
  const withPeople = (await page.getByRole("columnheader", { name: "Số dân" }).count()) > 0;
  const figures = ["started", "completed", "mastered", ...(withPeople ? ["people", "completed_per_cent"] : [])];
  const names: Record<string, string> = { total: "Tất cả", no_commune: "Chưa chọn xã, phường" };
  return Object.fromEntries(
    lines.map((line) => {
      const field = (name: string) => line.split(",")[columns.indexOf(name)] ?? "";
      return [names[field("row")] ?? field("name"), figures.map(field)];
    }),
  );
}

async function person(browser: Browser, house: House, link: string, name: string): Promise<[Page, BrowserContext]> {
  const context = await browser.newContext({ baseURL: house.url, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" });
  const page = await context.newPage();
  await accept(page, link, name);
  return [page, context];
}

test("an invitation leaves the address at once, asks for a long password, and works once", async ({ page, ownHouse }) => {
  const link = await ownHouse.adminLink();
  await page.goto(link);
  await expect(page.getByText("Quản trị viên", { exact: true })).toBeVisible();
  expect(page.url()).toBe(`${ownHouse.url}/desk/#/invitation`);
  await page.getByLabel("Tên đăng nhập").fill("Lan");
  await page.getByLabel("Mật khẩu", { exact: true }).fill("ngắn quá");
  await page.getByRole("button", { name: "Tạo tài khoản và đăng nhập" }).click();
  await expect(page.getByText("Mật khẩu còn ngắn: cần ít nhất 15 ký tự, hiện có 8.")).toBeVisible();
  await seen(page, "invitation");
  await page.getByLabel("Tên đăng nhập").fill("lan.nguyen");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Tạo tài khoản và đăng nhập" }).click();
  await expect(page.locator(".person-name")).toHaveText("lan.nguyen");
  await page.goto("about:blank");
  await page.goto(link);
  await expect(page.getByText("Lời mời không dùng được")).toBeVisible();
});

test("a wrong password is told kindly, an ended session leads back to the same page", async ({ page, ownHouse }) => {
  await accept(page, await ownHouse.invite("administrator"), "quan.tri");
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByText("Bạn đã đăng xuất.")).toBeVisible();
  await signIn(page, "quan.tri", "không phải mật khẩu này");
  await expect(page.getByText("Tên đăng nhập hoặc mật khẩu không đúng", { exact: false })).toBeVisible();
  await seen(page, "sign-in");
  await signIn(page, "quan.tri");
  await page.getByRole("link", { name: "Tài khoản cán bộ" }).click();
  await expect(page.getByRole("heading", { name: "Tài khoản cán bộ" })).toBeFocused();
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Mời một người" }).click();
  await page.getByRole("checkbox", { name: "Giảng viên" }).check();
  await page.getByRole("button", { name: "Tạo đường dẫn mời" }).click();
  await expect(page.getByText("Phiên làm việc đã kết thúc", { exact: false })).toBeVisible();
  await signIn(page, "quan.tri");
  await expect(page.getByRole("heading", { name: "Mời một người" })).toBeVisible();
});

test("an administrator invites an official of a commune, who sees that commune and nothing above it", async ({ page, browser, ownHouse }) => {
  await accept(page, await ownHouse.adminLink(), "quan.tri");
  await page.goto(`${ownHouse.url}/desk/#/staff/invite`);
  await page.getByRole("checkbox", { name: "Cán bộ theo dõi" }).check();
  await page.getByRole("button", { name: "Tạo đường dẫn mời" }).click();
  await expect(page.getByText("Chọn tỉnh hoặc thành phố mà người này theo dõi.")).toBeVisible();
  await page.getByLabel("Tỉnh, thành phố").selectOption("52@2025-07-01");
  await page.getByLabel("Xã, phường, đặc khu").selectOption(quyNhon);
  await seen(page, "invite");
  await page.getByRole("button", { name: "Tạo đường dẫn mời" }).click();
  const link = await page.getByLabel("Đường dẫn mời").inputValue();
  await seen(page, "invite-link");
  const [official, context] = await person(browser, ownHouse, link, "can.bo");
  await expect(official.getByRole("heading", { level: 2 }).first()).toHaveText(/Quy Nhơn/);
  await expect(official.getByRole("navigation", { name: "Đơn vị đang xem" }).getByRole("link")).toHaveCount(0);
  const above = await official.request.get("/api/oversee/completion?course=an-toan-tren-mang&unit=52@2025-07-01");
  expect(above.status()).toBe(403);
  await context.close();
  await page.goto(`${ownHouse.url}/desk/#/staff`);
  await expect(page.getByRole("row", { name: /can\.bo/ })).toContainText("Quy Nhơn");
  await seen(page, "staff");
});

test("a trainer is told what is wrong with a course, publishes it corrected, and withdraws it", async ({ page, ownHouse }) => {
  await accept(page, await ownHouse.invite("trainer"), "giang.vien");
  await expect(page.getByRole("heading", { name: "Khóa học", exact: true })).toBeVisible();
  await seen(page, "courses");
  await page.getByRole("link", { name: "Tải lên khóa học" }).click();
  await seen(page, "upload");
  await uploads(page, brokenCourse);
  await expect(page.getByText("Chưa xuất bản được", { exact: false })).toBeVisible();
  await expect(page.getByRole("row", { name: /duplicate-id/ })).toContainText("13");
  await expect(page.getByRole("button", { name: "Xuất bản" })).toHaveCount(0);
  await seen(page, "upload-errors");
  await uploads(page, course);
  await page.getByRole("button", { name: "Xuất bản" }).click();
  await expect(page.getByText("Đã xuất bản “Mật khẩu mạnh”")).toBeVisible();
  await seen(page, "published");
  expect((await page.request.get(`${ownHouse.url}/courses/mat-khau-manh/`)).status()).toBe(200);
  await page.getByRole("link", { name: "Về danh sách khóa học" }).first().click();
  const editions = page.getByRole("table", { name: /Mật khẩu mạnh/ });
  await editions.getByRole("button", { name: /Rút bản này/ }).click();
  const dialog = page.getByRole("dialog", { name: "Rút bản này khỏi danh mục?" });
  await expect(dialog).toContainText("Điện thoại đã tải bản này vẫn giữ");
  await seen(page, "withdraw");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(editions.getByText("Đang mời học")).toBeVisible();
  await editions.getByRole("button", { name: /Rút bản này/ }).click();
  await dialog.getByRole("button", { name: "Rút bản này" }).click();
  await expect(editions.getByText("Đã rút", { exact: false })).toBeVisible();
  const catalogue = await (await page.request.get(`${ownHouse.url}/catalogue.json`)).json();
  expect(catalogue.courses.map((offered: { course: string }) => offered.course)).not.toContain("mat-khau-manh");
});

test("a trainer sees no completion, on the screen or through the door", async ({ page, ownHouse }) => {
  await accept(page, await ownHouse.invite("trainer"), "giang.vien");
  await expect(page.getByRole("link", { name: "Kết quả hoàn thành" })).toHaveCount(0);
  await page.goto(`${ownHouse.url}/desk/#/completion`);
  await expect(page.getByRole("heading", { name: "Trang này không thuộc vai trò của bạn" })).toBeVisible();
  const door = await page.request.get(`${ownHouse.url}/api/oversee/completion?course=an-toan-tren-mang`);
  expect(door.status()).toBe(403);
});

test("an official sees completions, goes down to the communes, and the CSV equals the screen", async ({ page, browser, ownHouse }) => {
  test.slow();
  const [trainer, context] = await person(browser, ownHouse, await ownHouse.invite("trainer"), "giang.vien");
  await trainer.goto(`${ownHouse.url}/desk/#/courses/upload`);
  await uploads(trainer, course);
  await trainer.getByRole("button", { name: "Xuất bản" }).click();
  await expect(trainer.getByText("Đã xuất bản “Mật khẩu mạnh”")).toBeVisible();
  const courses = await (await trainer.request.get("/api/teach/courses")).json();
  await context.close();
  const edition = courses.find((taught: { course: string }) => taught.course === "mat-khau-manh").editions[0].edition;
  const learners = await browser.newContext({ baseURL: ownHouse.url });
  for (let i = 0; i < 23; i += 1) await learnerCompletes(learners.request, edition, quyNhon, i % 2 === 0);
  for (let i = 0; i < 4; i += 1) await learnerCompletes(learners.request, edition, vinhSon, true);
  await learners.close();

  await accept(page, await ownHouse.invite("administrator"), "quan.tri");
  await page.goto(`${ownHouse.url}/desk/#/completion?course=mat-khau-manh`);
  await expect(page.getByRole("heading", { name: "Cả nước" })).toBeVisible();
  expect((await table(page))["Tất cả"]?.[1]).toBe("25");
  expect(await table(page)).toEqual(await csv(page));
  await seen(page, "completion-country");
  await page.getByRole("link", { name: "Tỉnh Gia Lai" }).click();
  await expect(page.getByRole("heading", { name: "Tỉnh Gia Lai" })).toBeFocused();
  const shown = await table(page);
  const quyNhonRow = Object.entries(shown).find(([name]) => name.endsWith("Quy Nhơn"))?.[1];
  const vinhSonRow = Object.entries(shown).find(([name]) => name.endsWith("Vĩnh Sơn"))?.[1];
  // 23 completed and 4 completed: the 4 are hidden, and so is what would give them away.
  expect(vinhSonRow?.slice(0, 3)).toEqual(["", "", ""]);
  expect(quyNhonRow?.slice(0, 3).every((count) => count === "" || Number(count) % 5 === 0)).toBe(true);
  expect(shown).toEqual(await csv(page));
  await seen(page, "completion-province");

  const month = await page.getByLabel("Thời gian").locator("option").nth(1).getAttribute("value");
  await page.getByLabel("Thời gian").selectOption(month);
  await expect(page).toHaveURL(new RegExp(`month=${month}`));
  await expect(page.locator(".report-of")).toContainText("Tháng");
  expect(await table(page)).toEqual(await csv(page));
  await page.getByRole("navigation", { name: "Đơn vị đang xem" }).getByRole("link", { name: "Cả nước" }).click();
  await expect(page.getByRole("heading", { name: "Cả nước" })).toBeFocused();
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Completion", exact: true })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.setViewportSize({ width: 320, height: 640 });
  await seen(page, "completion-narrow");
});
