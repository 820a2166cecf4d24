// Accounts at the desk: the second step, sessions, roles given and taken, and the audit that tells of all that.
import { accept, code, password, setUpSecondStep, signIn } from "./desk-people.ts";
import { expect, test } from "./house.ts";
import { seenAtTheDesk } from "./looks.ts";

test("a trainer sets up the second step right after the first sign-in, and signs in with a code or a recovery code", async ({ page, ownHouse }) => {
  await page.goto(await ownHouse.invite("trainer"));
  await page.getByLabel("Tên đăng nhập").fill("giang.vien");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Tạo tài khoản và đăng nhập" }).click();
  await expect(page.getByRole("heading", { name: "Thêm bước xác nhận thứ hai" })).toBeVisible();
  await page.goto(`${ownHouse.url}/desk/#/courses`);
  await expect(page.getByRole("heading", { name: "Thêm bước xác nhận thứ hai" })).toBeVisible();
  await page.getByRole("button", { name: "Cài đặt bước thứ hai" }).click();
  await expect(page.getByRole("img", { name: /Hình mã QR/ })).toBeVisible();
  await seenAtTheDesk(page, "second-step");
  const key = await page.getByLabel("Khóa để gõ vào ứng dụng").inputValue();
  await page.getByLabel("Mã xác nhận", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Xong, bật bước thứ hai" }).click();
  await expect(page.getByText("Mã không đúng hoặc đã dùng rồi", { exact: false })).toBeVisible();
  await page.getByLabel("Mã xác nhận", { exact: true }).fill(code(key));
  await page.getByRole("button", { name: "Xong, bật bước thứ hai" }).click();
  await expect(page.getByRole("heading", { name: "Mã dự phòng" })).toBeFocused();
  const [recovery = ""] = await page.locator(".recovery-codes code").allTextContents();
  await seenAtTheDesk(page, "recovery-codes");
  await page.getByRole("button", { name: "Tôi đã cất các mã" }).click();
  await expect(page.getByRole("heading", { name: "Khóa học", exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Đăng xuất", exact: true }).click();
  await signIn(page, "giang.vien");
  await expect(page.getByLabel("Mã xác nhận", { exact: true })).toBeFocused();
  await seenAtTheDesk(page, "sign-in-code");
  await page.getByLabel("Mã xác nhận", { exact: true }).fill(recovery);
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.locator(".person-name")).toHaveText("giang.vien");
  await page.getByRole("link", { name: "Tài khoản của tôi" }).click();
  await expect(page.getByText("Còn 9 mã dự phòng", { exact: false })).toBeVisible();
  await seenAtTheDesk(page, "account");
});

test("an important act asks once more who it is, and goes on by itself once that was shown", async ({ page, ownHouse }) => {
  await accept(page, await ownHouse.adminLink(), "quan.tri");
  await page.goto(`${ownHouse.url}/desk/#/staff/invite`);
  // Ten minutes are a long time for a test: the server is told that they have passed.
  await page.route("**/api/account/invitations", async (route) => {
    const problem = { type: "proof_needed", status: 403, detail: "show once more who you are" };
    await route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(problem) });
  }, { times: 1 });
  await page.getByRole("checkbox", { name: "Người duyệt" }).check();
  await page.getByRole("button", { name: "Tạo đường dẫn mời" }).click();
  const dialog = page.getByRole("dialog", { name: "Xác nhận lại bạn là ai" });
  await expect(dialog).toBeVisible();
  await seenAtTheDesk(page, "proof");
  await dialog.getByLabel("Mật khẩu hoặc mã xác nhận").fill("không phải câu này");
  await dialog.getByRole("button", { name: "Xác nhận" }).click();
  await expect(dialog.getByText("không đúng", { exact: false })).toBeVisible();
  await dialog.getByLabel("Mật khẩu hoặc mã xác nhận").fill(password);
  await dialog.getByRole("button", { name: "Xác nhận" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("Đường dẫn mời")).toHaveValue(/#invitation=/);
});

test("an administrator gives and takes roles, closes an account, and reads all of it in the audit", async ({ page, browser, ownHouse }) => {
  await accept(page, await ownHouse.adminLink(), "quan.tri");
  const context = await browser.newContext({ baseURL: ownHouse.url, locale: "vi-VN" });
  const other = await context.newPage();
  await accept(other, await ownHouse.invite("trainer"), "giang.vien");
  await page.getByRole("link", { name: "Tài khoản cán bộ" }).click();
  await page.getByRole("link", { name: "Thay đổi tài khoản quan.tri" }).click();
  await expect(page.getByText("Không ai tự đổi vai trò", { exact: false })).toBeVisible();
  await page.getByRole("link", { name: "Về danh sách tài khoản" }).click();
  await page.getByRole("link", { name: "Thay đổi tài khoản giang.vien" }).click();
  await page.getByRole("checkbox", { name: "Người duyệt" }).check();
  await page.getByRole("checkbox", { name: "Giảng viên" }).uncheck();
  await page.getByRole("button", { name: "Lưu vai trò" }).click();
  await expect(page.getByText("Đã lưu. Người này phải đăng nhập lại.")).toBeVisible();
  await seenAtTheDesk(page, "member");
  await other.reload();
  await expect(other.getByRole("heading", { name: "Đăng nhập" })).toBeVisible();
  await page.getByRole("button", { name: "Đóng tài khoản" }).click();
  await expect(page.getByRole("button", { name: "Mở lại tài khoản" })).toBeVisible();
  await signIn(other, "giang.vien");
  await expect(other.getByText("Tên đăng nhập hoặc mật khẩu không đúng", { exact: false })).toBeVisible();
  await context.close();
  await page.getByRole("link", { name: "Nhật ký" }).click();
  await expect(page.getByRole("row", { name: /Đóng tài khoản/ })).toContainText("quan.tri");
  await page.getByLabel("Việc", { exact: true }).selectOption("roles_changed");
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("row", { name: /Đổi vai trò/ })).toContainText("trainer -> reviewer");
  await seenAtTheDesk(page, "audit");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tải về (CSV)" }).click();
  expect((await download).suggestedFilename()).toBe("audit.csv");
  expect(await ownHouse.run("audit", "verify")).toMatch(/^\d+ rows/);
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Audit" })).toBeVisible();
  await seenAtTheDesk(page, "audit-english");
});

test("one sees where one is signed in, and signs out everywhere else", async ({ page, browser, ownHouse }) => {
  await accept(page, await ownHouse.adminLink(), "quan.tri");
  const context = await browser.newContext({ baseURL: ownHouse.url, locale: "vi-VN" });
  const other = await context.newPage();
  await other.goto(`${ownHouse.url}/desk/`);
  await signIn(other, "quan.tri");
  await expect(other.locator(".person-name")).toHaveText("quan.tri");
  await page.getByRole("link", { name: "Tài khoản của tôi" }).click();
  const sessions = page.getByRole("table", { name: "Những nơi đang đăng nhập" });
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Đăng xuất mọi nơi khác" }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await other.reload();
  await expect(other.getByRole("heading", { name: "Đăng nhập" })).toBeVisible();
  await context.close();
  await setUpSecondStep(page);
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill("trâu 8 ao");
  await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
  await expect(page.getByText("Đã đổi mật khẩu", { exact: false })).toBeVisible();
});
