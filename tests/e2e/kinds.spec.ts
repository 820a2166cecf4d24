// The kinds of items of the course "luyen-tay": each done by touch and by the keyboard alone, clean by axe-core before and after,
// on the narrowest phone with the largest letters too. What is right about them is `domain`'s to test.
import { type Locator, type Page } from "@playwright/test";
import { expect, takenOver, test } from "./house.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./looks.ts";
import { chooseLargestLetters } from "./views.ts";

type Way = { name: string; address: string; touch: (page: Page) => Promise<void>; keys: (page: Page) => Promise<void> };

const course = "/courses/luyen-tay";
const check = (page: Page) => page.getByRole("button", { name: "Kiểm tra" });

async function press(page: Page, where: string, nth: number, key: string): Promise<void> {
  await page.locator(`#app ${where}`).nth(nth).focus();
  await page.keyboard.press(key);
}

/** Touches words that may run on over the end of a line: the middle of the box around them may lie beside them. */
async function touchWords(page: Page, words: Locator): Promise<void> {
  await words.scrollIntoViewIfNeeded();
  const [x, y] = await words.evaluate((label) => {
    const range = document.createRange();
    range.selectNodeContents(label);
    const first = [...range.getClientRects()].find((box) => box.width > 10) ?? label.getBoundingClientRect();
    return [first.left + first.width / 2, first.top + first.height / 2] as const;
  });
  await page.touchscreen.tap(x, y);
}

const piles: Record<string, string> = {
  "Đặt mã khóa cho màn hình": "Nên làm",
  "Gọi lại số đã lưu khi bị hỏi tiền": "Nên làm",
  "Xem tên người nhận trước khi chuyển tiền": "Nên làm",
  "Đọc mã OTP cho người gọi đến": "Nên tránh",
  "Cài ứng dụng từ đường dẫn trong tin nhắn": "Nên tránh",
  "Cho người lạ cầm máy “giúp cài đặt”": "Nên tránh",
};

/** Puts the open card into its pile until no card is open. */
async function sort(page: Page, use: (pile: ReturnType<Page["getByRole"]>) => Promise<void>): Promise<void> {
  for (let card = 0; card < 6; card += 1) {
    const open = page.locator("#app .join.open");
    const name = (await open.locator(".join-words > .prose").innerText()).trim();
    await use(open.getByRole("button", { name: piles[name], exact: true }));
  }
  await expect(page.locator("#app .join.open")).toHaveCount(0);
}

const ways: Way[] = [
  {
    name: "grouping",
    address: `${course}/an-toan-hay-nguy-hiem/#xep-viec`,
    touch: (page) => sort(page, (pile) => pile.tap()),
    keys: (page) => sort(page, async (pile) => { await pile.focus(); await page.keyboard.press("Enter"); }),
  },
  {
    name: "choice of pictures",
    address: `${course}/an-toan-hay-nguy-hiem/#hinh-cai-dat`,
    touch: (page) => page.getByRole("radio", { name: "Hình bánh răng" }).tap({ force: true }),
    keys: (page) => press(page, "input[type=radio]", 1, "Space"),
  },
  {
    name: "gaps",
    address: `${course}/dien-va-cham/#bat-mang`,
    touch: async (page) => {
      await page.getByLabel("Chỗ trống 1").selectOption("Cài đặt");
      await page.getByLabel("Chỗ trống 2").fill("wi fi");
      await page.getByLabel("Chỗ trống 3").selectOption("mật khẩu");
    },
    keys: async (page) => {
      await press(page, "select", 0, "ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.locator("#app input.gap-field").focus();
      await page.keyboard.type("Wi-Fi");
      await press(page, "select", 1, "ArrowDown");
    },
  },
  {
    name: "hotspot",
    address: `${course}/dien-va-cham/#tat-tieng`,
    touch: (page) => page.locator("#app .spot").nth(1).tap(),
    keys: (page) => press(page, ".spot-name", 1, "Enter"),
  },
  {
    name: "inspect",
    address: `${course}/soi-tin-nhan/#tin-ngan-hang`,
    touch: async (page) => {
      for (const part of [1, 2, 3]) await touchWords(page, page.locator("#app .part").nth(part));
    },
    keys: async (page) => {
      for (const part of [1, 2, 3]) await press(page, ".part input", part, "Space");
    },
  },
];

test.describe("each kind", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  for (const { name, address, touch, keys } of ways) {
    test(`${name}: done by touch, told, and clean before and after`, async ({ page }) => {
      await page.goto(address);
      await takenOver(page);
      await expectAccessible(page);
      await check(page).tap();
      await expect(page.locator("#app .outcome-line.ask"), "what is missing is told").toBeFocused();
      await touch(page);
      await check(page).tap();
      await expect(page.locator("#app .outcome-line.full")).toBeFocused();
      await expect(page.getByText("Đã lưu", { exact: true })).toBeVisible();
      await expectAccessible(page);
    });

    test(`${name}: done by the keyboard alone`, async ({ page }) => {
      await page.goto(address);
      await takenOver(page);
      await keys(page);
      await check(page).focus();
      await page.keyboard.press("Enter");
      await expect(page.locator("#app .outcome-line.full")).toBeFocused();
    });
  }
});

test("a dialogue answers each reply, ends one way or another, and can be begun again", async ({ page }) => {
  await page.goto(`${course}/nguoi-than-hoi-vay/#chau-tung`);
  await takenOver(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Ừ, cháu gửi số tài khoản cho bà." }).tap();
  await expect(page.getByText("Bà chưa biết chắc đó có phải cháu không.")).toBeVisible();
  await page.getByRole("button", { name: "Bà chuyển ngay đây." }).tap();
  await expect(page.getByText("Tiền đã chuyển. Tối đến Tùng gọi về")).toBeVisible();
  await expect(page.locator("#app .outcome-line.not")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Thử lại" }).tap();
  for (const reply of ["Bà gọi cho cháu nhé, nghe tiếng bà mới yên tâm.", "Hồi nhỏ bà hay gọi cháu bằng tên gì?"]) {
    await page.getByRole("button", { name: reply }).focus();
    await page.keyboard.press("Enter");
  }
  await expect(page.locator("#app .outcome-line.full")).toBeVisible();
});

test("a practice is shown, then done alone: slips are answered, and the goal is told", async ({ page }) => {
  await page.goto(`${course}/lam-quen/#bat-wifi`);
  await takenOver(page);
  await page.getByRole("button", { name: "Xem làm mẫu" }).tap();
  for (const title of ["Wi-Fi", "Nhà văn hóa", "Nhà văn hóa"]) {
    await page.getByRole("button", { name: "Bước tiếp" }).tap();
    await expect(page.locator("#app .screen-title")).toHaveText(title);
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: "Tự làm" }).tap();
  await page.getByRole("button", { name: "Âm thanh" }).tap();
  await expect(page.getByText("Ở đây chỉ chỉnh tiếng to nhỏ.")).toBeVisible();
  await page.getByRole("button", { name: /^Wi-Fi/ }).tap();
  await expect(page.locator("#app .screen-title")).toBeFocused();
  await page.getByRole("button", { name: /^Nhà văn hóa/ }).tap();
  await page.getByRole("button", { name: "Kết nối" }).tap();
  await expect(page.getByText("Còn thiếu hoặc chưa đúng")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Mật khẩu Wi-Fi").fill("thonvui2026");
  await page.getByRole("button", { name: "Kết nối" }).tap();
  await expect(page.getByText("Bạn làm 5 bước, lạc 2 lần, làm việc không nên 0 lần.")).toBeVisible();
  await expect(page.locator("#app .outcome-line.not")).toContainText("60 phần trăm");
});

test("a practice is done by the keyboard alone, and what must never be done is told", async ({ page }) => {
  await page.goto(`${course}/lam-quen/#hoi-quyen`);
  await takenOver(page);
  const use = async (name: string) => {
    await page.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  await use("Tự làm");
  await use("Cho phép khi dùng ứng dụng");
  await use("Cho phép");
  await expect(page.getByText("Cả danh bạ của bạn đã bị gửi đi.")).toBeVisible();
  await use("Không cho phép");
  await expect(page.getByText("Cho phép Đèn pin đọc tin nhắn?")).toBeVisible();
  await use("Không cho phép");
  await expect(page.locator("#app .outcome-line.not")).toContainText("25 phần trăm");
});

test.describe("on the narrowest phone", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("no kind scrolls sideways with the largest letters", async ({ page }) => {
    await chooseLargestLetters(page);
    const others = ["nguoi-than-hoi-vay/#chau-tung", "lam-quen/#bat-wifi", "tien-va-ma/#mua-ca"];
    for (const address of [...ways.map((way) => way.address), ...others.map((rest) => `${course}/${rest}`)]) {
      await page.goto(address);
      await takenOver(page);
      await test.step(address, () => expectNoSidewaysScroll(page));
    }
  });
});
