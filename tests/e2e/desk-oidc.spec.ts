// Signing in at the desk through a provider of identities: a real one (oidc-provider), at another site than the desk.
import type { Page } from "@playwright/test";
import { accept, code, password, setUpSecondStep, signIn } from "./desk-people.ts";
import { House, expect, freePort, test as base } from "./house.ts";
import { type Identities, client, openIdentities, secret } from "./identities.ts";
import { seenAtTheDesk } from "./looks.ts";

type Office = { desk: House; identities: Identities };

const test = base.extend<{ office: Office }>({
  office: async ({ watch }, use) => {
    const [port, at] = [await freePort(), await freePort()];
    const identities = await openIdentities(at, `http://127.0.0.1:${port}/desk/`);
    const provider = ["--oidc-issuer", identities.issuer, "--oidc-client", client, "--oidc-secret", secret, "--oidc-name", "Cổng của tỉnh"];
    const desk = await House.open(provider, port);
    watch.allow(new RegExp(`^third party: ${identities.issuer}/`));
    await use({ desk, identities });
    await desk.close();
    await identities.close();
  },
});

const button = (page: Page) => page.getByRole("button", { name: "Đăng nhập bằng Cổng của tỉnh" });
const panel = (page: Page) => page.getByRole("region", { name: "Đăng nhập bằng Cổng của tỉnh" });

/** Shows the provider who one is; it asks once a browser. */
async function showsThat(page: Page, subject: string): Promise<void> {
  await page.getByLabel("Bạn là ai").fill(subject);
  await page.getByRole("button", { name: "Vào" }).click();
}

/** Links an identity on the account's page. */
async function links(page: Page, subject: string): Promise<void> {
  await page.getByRole("link", { name: "Tài khoản của tôi" }).click();
  await panel(page).getByRole("button", { name: "Liên kết Cổng của tỉnh" }).click();
  await showsThat(page, subject);
  await expect(panel(page).getByText("Đã liên kết", { exact: false })).toBeVisible();
}

const signsOut = (page: Page) => page.getByRole("button", { name: "Đăng xuất", exact: true }).click();

test("a person links an identity, signs in by it, and unlinks it once they have shown the password", async ({ page, office }) => {
  await accept(page, await office.desk.adminLink(), "quan.tri");
  await links(page, "can-bo-1");
  expect(new URL(page.url()).search).toBe("");
  await seenAtTheDesk(page, "identity");
  await signsOut(page);
  await seenAtTheDesk(page, "sign-in-provider");
  await button(page).click();
  // The provider knows the browser still, and sends it back at once.
  await expect(page.locator(".person-name")).toHaveText("quan.tri");
  expect(page.url()).toBe(`${office.desk.url}/desk/#/`);
  await page.getByRole("link", { name: "Tài khoản của tôi" }).click();
  await panel(page).getByRole("button", { name: "Bỏ liên kết" }).click();
  const dialog = page.getByRole("dialog", { name: "Xác nhận lại bạn là ai" });
  await dialog.getByLabel("Mật khẩu hoặc mã xác nhận").fill(password);
  await dialog.getByRole("button", { name: "Xác nhận" }).click();
  await expect(panel(page).getByRole("button", { name: "Liên kết Cổng của tỉnh" })).toBeVisible();
  await page.getByRole("link", { name: "Nhật ký" }).click();
  await expect(page.getByRole("row", { name: /Liên kết danh tính ở nhà cung cấp/ })).toContainText("quan.tri");
  expect(await office.desk.run("audit", "verify")).toMatch(/^\d+ rows/);
});

test("a trainer's second step is asked for after the provider too", async ({ page, office }) => {
  await page.goto(await office.desk.invite("trainer"));
  await page.getByLabel("Tên đăng nhập").fill("giang.vien");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Tạo tài khoản và đăng nhập" }).click();
  const key = await setUpSecondStep(page);
  await links(page, "can-bo-2");
  await signsOut(page);
  await button(page).click();
  await expect(page.getByText("Còn một bước", { exact: false })).toBeVisible();
  await seenAtTheDesk(page, "provider-code");
  await page.getByLabel("Mã xác nhận", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByText("Mã không đúng hoặc đã dùng rồi", { exact: false })).toBeVisible();
  await page.getByLabel("Mã xác nhận", { exact: true }).fill(code(key, 1));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.locator(".person-name")).toHaveText("giang.vien");
});

test("whom nobody has linked gets no account, and who turns back is at the door again", async ({ page, office }) => {
  await office.desk.adminLink();
  await page.goto(`${office.desk.url}/desk/`);
  await button(page).click();
  await page.getByRole("button", { name: "Thôi" }).click();
  await expect(page.getByText("Không đăng nhập được theo cách này", { exact: false })).toBeVisible();
  await button(page).click();
  await showsThat(page, "nguoi-la");
  await expect(page.getByText("Không đăng nhập được theo cách này", { exact: false })).toBeVisible();
  expect(office.identities.taken()).toHaveLength(1);
  await seenAtTheDesk(page, "provider-refused");
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("button", { name: "Sign in with Cổng của tỉnh" }).click();
  await expect(page.getByText("That didn't work", { exact: false })).toBeVisible();
});

test("what the provider sent one browser back with opens nothing in another, and nothing twice", async ({ page, browser, office }) => {
  await accept(page, await office.desk.adminLink(), "quan.tri");
  await links(page, "can-bo-1");
  await signsOut(page);
  // The way back is noted before the desk takes it out of the address.
  const back = page.waitForRequest((request) => request.isNavigationRequest() && request.url().includes("/desk/?code="));
  await button(page).click();
  const address = (await back).url();
  await expect(page.locator(".person-name")).toHaveText("quan.tri");
  const context = await browser.newContext({ locale: "vi-VN" });
  const victim = await context.newPage();
  for (const one of [victim, page]) {
    if (one === page) await signsOut(page);
    await one.goto(address);
    await expect(one.getByText("Không đăng nhập được theo cách này", { exact: false })).toBeVisible();
    await expect(one.locator(".person-name")).toHaveCount(0);
    expect(new URL(one.url()).search).toBe("");
  }
  await context.close();
});

test("a provider that is down, or goes by another name, is said so, and the password still opens", async ({ page, office }) => {
  await accept(page, await office.desk.adminLink(), "quan.tri");
  await signsOut(page);
  await office.identities.close();
  await button(page).click();
  await expect(page.getByText("Dịch vụ đăng nhập hiện không trả lời", { exact: false })).toBeVisible();
  const at = new URL(office.identities.issuer).port;
  // The same provider under another name than its own: 127.0.0.1 is not localhost.
  const again = await openIdentities(Number(at), `${office.desk.url}/desk/`);
  const other = await House.open(["--oidc-issuer", `${again.issuer}/`, "--oidc-client", client, "--oidc-name", "Cổng của tỉnh"]);
  await page.goto(`${other.url}/desk/`);
  await button(page).click();
  await expect(page.getByText("Dịch vụ đăng nhập hiện không trả lời", { exact: false })).toBeVisible();
  await other.close();
  await again.close();
  await page.goto(`${office.desk.url}/desk/`);
  await signIn(page, "quan.tri");
  await expect(page.locator(".person-name")).toHaveText("quan.tri");
});
