// How a learner responds to the items of the lesson of the tests: what is right, what is wrong, and the taps that say so.
import { type Locator, type Page, expect } from "@playwright/test";

/** What there is to do at an item, and what a learner may give who errs. */
export type Task =
  | { kind: "choice"; right: string[]; wrong: string[] }
  | { kind: "ordering"; steps: string[] }
  | { kind: "matching"; pairs: [string, string][] }
  | { kind: "text"; right: string; wrong: string };

/** The items of the lesson "ma-otp", by the activity that holds them. */
export const tasks = {
  "nguoi-la-hoi-ma": {
    kind: "choice",
    right: ["Không đọc mã và tắt máy"],
    wrong: ["Đọc nửa mã để thử người gọi"],
  },
  "khach-tra-tien": {
    kind: "choice",
    right: ["Mã OTP cô nhận được", "Mật khẩu ứng dụng ngân hàng"],
    wrong: ["Mã OTP cô nhận được", "Tên chủ tài khoản"],
  },
  "ma-de-nhan-tien": {
    kind: "choice",
    right: ["Nhận tiền không cần mã OTP, đây là lừa"],
    wrong: ["Số tiền nhỏ thì đọc mã cũng không sao"],
  },
  "xu-ly-cuoc-goi": {
    kind: "ordering",
    steps: [
      "Bạn nghe máy, người lạ hỏi mã OTP",
      "Bạn tắt máy, không đọc mã",
      "Tắt máy xong, bạn tìm số ngân hàng ở mặt sau thẻ",
      "Bạn tự bấm số vừa tìm được",
      "Nhân viên ngân hàng nghe máy, bạn kể lại chuyện",
    ],
  },
  "hieu-loi-nguoi-goi": {
    kind: "matching",
    pairs: [
      ["Chỉ còn hai phút thôi", "Giục để bạn không kịp nghĩ"],
      ["Đừng kể với ai trong nhà", "Không cho người thân can bạn"],
      ["Bạn được tặng 5 triệu đồng", "Lấy quà để dụ bạn"],
      ["Đọc mã để hủy giao dịch", "Lấy mã để chuyển tiền đi"],
    ],
  },
  "nho-ten-ma": { kind: "text", right: "mã OTP", wrong: "PIN" },
} satisfies Record<string, Task>;

/** The items of "tin-nhan-gia" that have hints where those of "ma-otp" have none. */
export const hintedTasks = {
  "soi-tin-nhan": {
    kind: "choice",
    right: ["Giục làm trong vòng 2 giờ", "Bảo vào một địa chỉ lạ", "Đòi nhập mật khẩu"],
    wrong: ["Giục làm trong vòng 2 giờ", "Có chữ “Ngân hàng” ở đầu tin"],
  },
  "tin-no-tien-dien": {
    kind: "ordering",
    steps: [
      "Đọc tin, thấy có đường dẫn lạ",
      "Không bấm đường dẫn, thoát khỏi tin nhắn",
      "Sau khi thoát, tự mở ứng dụng điện lực bạn hay dùng",
      "Trong ứng dụng, xem mục hóa đơn",
      "Hóa đơn ghi không nợ, bạn chặn số đã nhắn tin",
    ],
  },
  "nho-cai-duoi": { kind: "text", right: ".gov.vn", wrong: ".com" },
} satisfies Record<string, Task>;

/** Exchanges the last two, so that something is right and something is not. */
function exchanged<T>(all: T[]): T[] {
  return [...all.slice(0, -2), ...all.slice(-2).reverse()];
}

/** Gives the right response, without checking it. */
export async function giveRight(page: Page, task: Task): Promise<void> {
  if (task.kind === "choice") await choose(page, task.right);
  if (task.kind === "ordering") await order(page, task.steps);
  if (task.kind === "matching") await match(page, task.pairs);
  if (task.kind === "text") await page.locator(".item-text input").fill(task.right);
}

/** Gives a wrong response, without checking it. */
export async function giveWrong(page: Page, task: Task): Promise<void> {
  if (task.kind === "choice") await choose(page, task.wrong);
  if (task.kind === "ordering") await order(page, exchanged(task.steps));
  if (task.kind === "matching") {
    const rights = exchanged(task.pairs.map(([, right]) => right));
    await match(page, task.pairs.map(([left], place) => [left, rights[place] ?? ""]));
  }
  if (task.kind === "text") await page.locator(".item-text input").fill(task.wrong);
}

export async function check(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Kiểm tra" }).tap();
}

/** Leaves exactly these options chosen. */
async function choose(page: Page, options: string[]): Promise<void> {
  for (const label of await page.locator(".item-choice .option-label").all()) {
    const wanted = options.includes((await label.innerText()).trim());
    const box = label.locator("input");
    const radio = (await box.getAttribute("type")) === "radio";
    if ((await box.isChecked()) !== wanted && !(radio && !wanted)) await label.tap();
    if (!radio || wanted) await expect(box).toBeChecked({ checked: wanted });
  }
}

/** Taps each step up to its place. */
async function order(page: Page, steps: string[]): Promise<void> {
  const rows = page.locator(".item-ordering .option");
  const shown = () => rows.locator(".option-words").allInnerTexts().then((all) => all.map((text) => text.trim()));
  for (const [place, step] of steps.entries()) {
    for (let at = (await shown()).indexOf(step); at > place; at -= 1) {
      await rows.nth(at).locator(".up").tap();
      await expect(rows.nth(at - 1).locator(".option-words")).toHaveText(step);
    }
  }
}

/** The row of a left side. */
export function joinRow(page: Page, left: string): Locator {
  return page.locator(".join").filter({ has: page.locator(".join-words > .prose", { hasText: left }) });
}

/** Taps a left side where it isn't open already, then what it is to be joined to. */
async function match(page: Page, pairs: [string, string][]): Promise<void> {
  for (const [left, right] of pairs) {
    const row = joinRow(page, left);
    if ((await row.locator(".join-left").getAttribute("aria-expanded")) !== "true") await row.locator(".join-left").tap();
    await row.locator(".join-right", { hasText: right }).tap();
    await expect(row.locator(".join-joined")).toContainText(right);
  }
}
