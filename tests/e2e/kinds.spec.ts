// What is peculiar to the kinds of the course "luyen-tay": what is missing is told, a dialogue answers each reply, a practice has three
// ways and answers each slip. That every kind can be done at all is every-kind.spec.ts's.
import { type Placed, addressOf, courses, items } from "./curriculum.ts";
import { focusOn, keys, touch } from "./hands.ts";
import { expect, takenOver, test } from "./house.ts";
import { expectAccessible } from "./looks.ts";
import { begin, slipIn, walk, wayFrom } from "./practising.ts";
import { outcome } from "./solver.ts";

const course = "/courses/luyen-tay";

const missing = {
  "grouping": ["an-toan-hay-nguy-hiem/#xep-viec", "Còn 6 thẻ chưa xếp."],
  "a choice of pictures": ["an-toan-hay-nguy-hiem/#hinh-cai-dat", "Bạn chọn một ý trước"],
  "gaps": ["dien-va-cham/#bat-mang", "Còn 3 chỗ trống."],
  "hotspot": ["dien-va-cham/#tat-tieng", "Bạn chọn một chỗ trước"],
  "inspect": ["soi-tin-nhan/#tin-ngan-hang", "Bạn bấm vào ít nhất một chỗ"],
};

for (const [kind, [address, told]] of Object.entries(missing)) {
  test(`${kind}: who gives nothing is told what is missing, and nothing is scored`, async ({ page }) => {
    await page.goto(`${course}/${address}`);
    await takenOver(page);
    await page.getByRole("button", { name: "Kiểm tra" }).tap();
    await expect(page.locator("#app .outcome-line.ask")).toBeFocused();
    await expect(page.locator("#app .outcome-line.ask")).toContainText(told ?? "");
    await expect(page.getByRole("button", { name: "Kiểm tra" })).toBeVisible();
  });
}

test("a dialogue answers each reply, ends one way or another, and can be begun again", async ({ page }) => {
  await page.goto(`${course}/nguoi-than-hoi-vay/#chau-tung`);
  await takenOver(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Ừ, cháu gửi số tài khoản cho bà.", exact: true }).tap();
  await expect(page.locator("#app .chat-said")).toContainText("Bà chưa biết chắc đó có phải cháu không.");
  await page.getByRole("button", { name: "Bà chuyển ngay đây.", exact: true }).tap();
  await expect(page.getByText("Tiền đã chuyển. Tối đến Tùng gọi về")).toBeVisible();
  await expect(page.locator("#app .outcome-line.not")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Thử lại" }).tap();
  for (const reply of ["Bà gọi cho cháu nhé, nghe tiếng bà mới yên tâm.", "Hồi nhỏ bà hay gọi cháu bằng tên gì?"]) {
    await keys(page).use(page.getByRole("button", { name: reply, exact: true }));
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
  await expect(page.getByText("Bạn làm 5 bước, lạc 2 lần.")).toBeVisible();
  await expect(page.locator("#app .outcome-line.not")).toContainText("60 phần trăm");
});

test("a practice is done by the keyboard alone, and what must never be done is told", async ({ page }) => {
  await page.goto(`${course}/lam-quen/#hoi-quyen`);
  await takenOver(page);
  const use = (name: string) => keys(page).use(page.getByRole("button", { name, exact: true }));
  await use("Tự làm");
  await use("Cho phép khi dùng ứng dụng");
  await use("Cho phép");
  await expect(page.getByText("Cả danh bạ của bạn đã bị gửi đi.")).toBeVisible();
  await use("Không cho phép");
  await expect(page.getByText("Cho phép Đèn pin đọc tin nhắn?")).toBeVisible();
  await use("Không cho phép");
  await expect(page.locator("#app .outcome-line.not")).toContainText("25 phần trăm");
});

async function wifi(url: string): Promise<Placed> {
  const placed = items(await courses(url)).find(({ lesson, activity }) => lesson.id === "lam-quen" && activity.id === "bat-wifi");
  if (placed === undefined) throw new Error("there is no bat-wifi");
  return placed;
}

test("a practice is done together: the part to use is marked and told", async ({ page, house }) => {
  const placed = await wifi(house.url);
  const { kind } = placed.item;
  if (kind.is !== "practice") throw new Error("bat-wifi is no practice");
  const hand = touch(page);
  await page.goto(addressOf(placed));
  await takenOver(page);
  await begin(hand, "helped");
  await expect(page.locator("#app .screen-parts > .to-use")).toHaveCount(1);
  const first = wayFrom(kind, 0)?.[0] ?? 0;
  await expect(page.locator(`#app .screen-parts > :nth-child(${first + 1})`)).toHaveClass(/to-use/);
  await expect(page.locator("#app .practice-told .hint")).toContainText(kind.screens[0]?.hint ?? "nothing");
  await expectAccessible(page);
  await walk(hand, kind);
  expect((await outcome(page)).full).toBe(true);
});

test("after a practice that was helped, alone begins at once", async ({ page, house }) => {
  const placed = await wifi(house.url);
  const { kind } = placed.item;
  if (kind.is !== "practice") throw new Error("bat-wifi is no practice");
  await page.goto(addressOf(placed));
  await takenOver(page);
  await begin(touch(page), "helped");
  await walk(touch(page), kind);
  await page.getByRole("button", { name: "Tự làm" }).tap();
  await expect(page.locator("#app .screen-title")).toBeFocused({ timeout: 2_000 });
  await expect(page.locator("#app .to-use")).toHaveCount(0);
});

for (const sort of ["wrong", "unfit"] as const) {
  test(`a practice with a slip (${sort}) costs a fifth, and another try begins with the choice of how`, async ({ page, house }) => {
    const placed = await wifi(house.url);
    const { kind } = placed.item;
    const slip = kind.is === "practice" ? slipIn(kind, sort) : undefined;
    if (kind.is !== "practice" || slip === undefined) throw new Error(`bat-wifi has no room for ${sort}`);
    const hand = touch(page);
    await page.goto(addressOf(placed));
    await takenOver(page);
    await begin(hand, "alone");
    await walk(hand, kind, 0, slip);
    expect(await outcome(page)).toEqual({ full: false, line: "Đúng một phần: 80 phần trăm. Bạn thử lại nhé." });
    await page.getByRole("button", { name: "Thử lại" }).tap();
    await focusOn(page, "#app .practice-modes .button");
    await begin(hand, "alone");
    await walk(hand, kind);
    expect((await outcome(page)).full).toBe(true);
  });
}
