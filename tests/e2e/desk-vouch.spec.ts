// A trainer vouches for a learner who lost their phone or forgot their lock: the code alone opens nothing, and the learner is told.
import { type Page } from "@playwright/test";
import { accept, password } from "./desk-people.ts";
import { arrive, learns, makeCode, open, openProfiles, setLock, test } from "./family.ts";
import { expect } from "./house.ts";
import { expectAccessible, expectNoSidewaysScroll, shot } from "./looks.ts";

/** Looked at as it is, for everybody. */
async function seen(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shot(page, name);
}

async function vouches(page: Page, code: string): Promise<void> {
  await page.getByLabel("Mã trong danh sách lớp").fill(code);
  await page.getByLabel("Tôi biết người này và họ đang ở trước mặt tôi").check();
  await page.getByRole("button", { name: "Xác nhận", exact: true }).click();
}

test("a trainer's word opens the code for one phone, the old phone is told, and a forgotten lock opens too", async ({ page, anotherPhone, ownHouse }) => {
  test.setTimeout(120_000);
  const old = await anotherPhone();
  await learns(old, ownHouse.url);
  await openProfiles(old);
  const code = await makeCode(old, "Tạo mã để giảng viên giữ");
  expect(code.replaceAll("-", "")).toHaveLength(28);
  await seen(old, "vouch-code");

  // Alone it opens nothing.
  const fresh = await anotherPhone();
  await open(fresh, `${ownHouse.url}/profiles/`);
  await arrive(fresh, code);
  await expect(fresh.locator(".told")).toContainText("giảng viên xác nhận trước");

  await accept(page, await ownHouse.invite("trainer"), "giang.vien");
  await page.getByRole("link", { name: "Giúp người mất máy" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Giúp người mất máy" })).toBeVisible();
  const sent: string[] = [];
  page.on("request", (request) => void sent.push(`${request.url()} ${request.postData() ?? ""}`));
  await page.getByRole("button", { name: "Xác nhận", exact: true }).click();
  await expect(page.locator("#vouch-code-fault")).toContainText("28 chữ");
  await expect(page.locator("#sure-fault")).toBeVisible();
  await seen(page, "desk-vouch-missing");
  await vouches(page, "0000-0000-0000-0000-0000-0000-0000");
  await expect(page.locator("#vouch-code-fault")).toBeVisible();
  // Ten minutes are a long time for a test: the server is told that they have passed.
  await page.route("**/api/teach/vouch", async (route) => {
    const problem = { type: "proof_needed", status: 403, detail: "show once more who you are" };
    await route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(problem) });
  }, { times: 1 });
  await vouches(page, code.toLowerCase().replaceAll("-", " "));
  await page.getByLabel("Mật khẩu hoặc mã xác nhận").fill(password);
  await page.getByRole("dialog").getByRole("button", { name: "Xác nhận", exact: true }).click();
  await expect(page.getByText("Đã mở mã trong 10 phút")).toBeVisible();
  await expect(page.getByLabel("Mã trong danh sách lớp")).toHaveValue("");
  expect(sent.filter((line) => line.toUpperCase().includes(code) || line.toUpperCase().includes(code.replaceAll("-", "")))).toEqual([]);
  await seen(page, "desk-vouch");
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });

  await arrive(fresh, code);
  await expect(fresh.getByRole("link", { name: /Đang học/ })).toBeVisible();
  await expect(fresh.getByRole("link", { name: /Học tiếp bài đang dở/ }).or(fresh.locator(".course-standing .steps")).first()).toBeVisible({ timeout: 15_000 });
  const third = await anotherPhone();
  await open(third, `${ownHouse.url}/profiles/`);
  await arrive(third, code);
  await expect(third.locator(".told")).toContainText("giảng viên xác nhận trước");

  // The old phone tells, until it was read.
  const told = (phone: Page) => phone.getByText("một giảng viên đã xác nhận là gặp bạn", { exact: false });
  await open(old, `${ownHouse.url}/`);
  await expect(told(old)).toBeVisible();
  await seen(old, "vouch-told");
  await openProfiles(old);
  await expect(told(old)).toBeVisible();
  await old.getByRole("button", { name: "Tôi đã biết" }).tap();
  await expect(told(old)).toHaveCount(0);
  const asked = old.waitForResponse((answer) => answer.url().includes("/api/learn/statements?after="));
  await open(old, `${ownHouse.url}/`);
  await asked;
  await expect(told(old)).toHaveCount(0);
  await open(fresh, `${ownHouse.url}/`);
  await expect(told(fresh)).toHaveCount(0);

  // The lock is forgotten.
  await openProfiles(old);
  await setLock(old, ["Con trâu", "Con cá", "Mặt trời"]);
  await old.getByRole("button", { name: "Rời máy và khóa lại" }).tap();
  await expect(old.getByRole("heading", { name: "Hình và tên của tôi" })).toHaveCount(0);
  await open(old, `${ownHouse.url}/`);
  await old.getByText("Quên hình?").tap();
  await seen(old, "vouch-gate");
  await old.getByLabel("Mã trên thẻ, hoặc mã giảng viên giữ", { exact: true }).fill(code);
  await old.getByRole("button", { name: "Mở khóa bằng mã" }).tap();
  await expect(old.locator(".told")).toContainText("giảng viên xác nhận trước");
  await vouches(page, code);
  await expect(page.getByText("Đã mở mã trong 10 phút")).toBeVisible();
  await old.getByRole("button", { name: "Mở khóa bằng mã" }).tap();
  await expect(old.locator(".main.home h1")).toBeVisible();
});

test("the page is for trainers only, and a code that nobody left is refused in its own words", async ({ page, ownHouse }) => {
  await accept(page, await ownHouse.invite("trainer"), "giang.vien");
  await page.goto(`${ownHouse.url}/desk/#/vouch`);
  await vouches(page, "0000-0000-0000-0000-0000-0000-00QV");
  await expect(page.getByText("Không có mã này", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Đăng xuất", exact: true }).click();
  await accept(page, await ownHouse.invite("reviewer"), "nguoi.duyet");
  await page.goto(`${ownHouse.url}/desk/#/vouch`);
  await expect(page.getByRole("link", { name: "Giúp người mất máy" })).toHaveCount(0);
  await expect(page.getByLabel("Mã trong danh sách lớp")).toHaveCount(0);
});
