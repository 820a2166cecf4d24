// A family's phone, as its learners use it: passing it on, codes from phone to phone, locks.
import { type BrowserContext, type Page, expect } from "@playwright/test";
import { takenOver, test as base } from "./house.ts";
import { everythingSent, lesson, next, shelf } from "./journal.ts";

export type Known = { learner: string; secret: string; device: string; token: string | null };

/** The learners of a phone, with their tokens. */
export async function learners(page: Page): Promise<Known[]> {
  const all = await shelf(page, "learner");
  const standing = (device: string) => all.find(([key]) => key === `${device}/standing`)?.[1];
  return all
    .filter(([key]) => !key.includes("/"))
    .map(([, text]) => JSON.parse(text))
    .map(({ learner, secret, device }) => ({ learner, secret, device, token: JSON.parse(standing(device) ?? "{}").token ?? null }));
}

/** Opens a page of the app. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await takenOver(page);
}

/** Does two steps of the lesson and waits until the server has them. */
export async function learns(page: Page, url: string): Promise<void> {
  await open(page, url + lesson);
  await next(page);
  await everythingSent(page);
}

/** Opens the page of who is learning, by the picture in the head. */
export async function openProfiles(page: Page): Promise<void> {
  await page.locator(".head .face").tap();
  await expect(page.getByRole("heading", { level: 1, name: "Ai đang học?" })).toBeVisible();
  await expect(page.locator(".face-choice[aria-current]").or(page.locator(".face-choice").first())).not.toHaveCount(0);
}

/** Adds a learner with a picture; the first page is theirs then. */
export async function addLearner(page: Page, picture: string): Promise<void> {
  await openProfiles(page);
  await page.getByRole("button", { name: "Thêm người học" }).tap();
  await page.locator(".panel", { hasText: "Chọn một hình cho người mới" }).getByRole("button", { name: picture }).tap();
  await expectLearning(page, picture);
}

/** Passes the phone to a learner: two taps. */
export async function turnTo(page: Page, name: string): Promise<void> {
  await openProfiles(page);
  await page.locator(".everybody").getByRole("button", { name }).tap();
}

export async function expectLearning(page: Page, name: string): Promise<void> {
  await expect(page.locator(".head .face")).toHaveAccessibleName(`Đang học: ${name}. Bấm để đổi người học.`);
  await expect(page.locator(".main.home h1")).toBeVisible();
}

/** The code that the phone shows for another one, of a new recovery card, or for a trainer to keep. */
export async function makeCode(page: Page, button: "Tạo mã cho máy khác" | "Tạo thẻ khôi phục" | "Tạo mã để giảng viên giữ"): Promise<string> {
  await page.getByRole("button", { name: button }).tap();
  await expect(page.locator(".code-card .code")).toBeVisible();
  return (await page.locator(".code-card .code").textContent()) ?? "";
}

/** Types a code on another phone. */
export async function arrive(page: Page, code: string): Promise<void> {
  await page.getByLabel("Mã", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Đưa về máy này" }).tap();
}

/** Sets a lock of three pictures. */
export async function setLock(page: Page, pictures: string[]): Promise<void> {
  await page.getByRole("button", { name: "Đặt khóa" }).tap();
  const panel = page.locator(".panel", { has: page.getByRole("heading", { name: "Khóa bằng hình" }) });
  for (const picture of pictures) await panel.getByRole("button", { name: picture }).tap();
  await panel.getByRole("button", { name: "Dùng các hình này" }).tap();
  await expect(page.locator(".told")).toHaveText("Đã đặt khóa.");
}

/** Tests in which there are other phones too; they are switched off when the test has ended. */
export const test = base.extend<{ anotherPhone: () => Promise<Page> }>({
  anotherPhone: async ({ browser }, use) => {
    const phones: BrowserContext[] = [];
    await use(async () => {
      const phone = await browser.newContext({
        viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh",
      });
      phones.push(phone);
      return phone.newPage();
    });
    for (const phone of phones) await phone.close();
  },
});
