// The citizens' app for everybody: judged by axe-core, on the narrowest screen with the largest letters, by a thumb, without script.
import { type Page } from "@playwright/test";
import { expect, takenOver, test } from "./house.ts";
import { lesson } from "./journal.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./looks.ts";
import { check, giveWrong, tasks } from "./responding.ts";
import { chooseLargestLetters, everyView } from "./views.ts";

const course = "/courses/an-toan-tren-mang/";

test.describe("by axe-core", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("every page and every kind of item, before and after a check, is clean in light and in dark", async ({ page }) => {
    test.setTimeout(120_000);
    await everyView(page, async (name) => {
      await test.step(name, () => expectAccessible(page));
      await page.emulateMedia({ colorScheme: "dark" });
      // In the dark only the colours are others.
      await test.step(`${name}, dark`, () => expectAccessible(page, ["color-contrast"]));
      await page.emulateMedia({ colorScheme: "light" });
    });
  });

  test("the English home, and settings and an item in high contrast, are clean", async ({ page }) => {
    await page.goto("/en/");
    await takenOver(page);
    await expectAccessible(page);
    await page.goto("/settings/");
    await takenOver(page);
    await page.getByText("Tương phản cao", { exact: true }).tap();
    await expect(page.getByRole("status").getByText("Đã lưu cài đặt.")).toBeAttached();
    await expectAccessible(page);
    await page.goto(`${lesson}#nguoi-la-hoi-ma`);
    await takenOver(page);
    await expect(page.locator("html")).toHaveAttribute("data-theme", "contrast");
    await giveWrong(page, tasks["nguoi-la-hoi-ma"]);
    await check(page);
    await expect(page.locator(".outcome-line")).toBeFocused();
    await expectAccessible(page);
  });
});

/** Controls that a thumb can hit over less than 44 px of their height. What can be hit is asked of the browser, point by point. */
async function lowTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const seen: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement>("#app a, #app button, #app input, #app summary")) {
      // A link within a sentence is as high as its line; the skip link shows itself to the keyboard only.
      if (control.matches(".prose a, .skip") || control.getClientRects().length === 0) continue;
      const target = control.closest("label") ?? control;
      target.scrollIntoView({ block: "center", behavior: "instant" });
      const box = target.getBoundingClientRect();
      const across = box.left + box.width / 2;
      const hits = (down: number) => {
        const hit = document.elementFromPoint(across, down);
        return hit !== null && (target.contains(hit) || hit.closest("label")?.contains(control) === true);
      };
      const middle = box.top + box.height / 2;
      let [top, bottom] = [middle, middle];
      while (top > middle - 30 && hits(top - 0.5)) top -= 0.5;
      while (bottom < middle + 30 && hits(bottom + 0.5)) bottom += 0.5;
      if (bottom - top < 43.5) seen.push(`${bottom - top} px: <${control.localName} class="${control.className}"> ${target.textContent?.trim().slice(0, 40)}`);
    }
    return seen;
  });
}

test("every control of every view is at least 44 px high for a thumb", async ({ page }) => {
  await everyView(page, async (name) => {
    expect.soft(await lowTargets(page), name).toEqual([]);
  });
});

test.describe("on the narrowest phone", () => {
  test.use({ viewport: { width: 320, height: 568 } });

  test("nothing scrolls sideways and no button cuts its words at 320 px with the largest letters", async ({ page }) => {
    await chooseLargestLetters(page);
    await everyView(page, (name) => test.step(name, async () => {
      await expectNoSidewaysScroll(page);
      const cut = await page.locator("#app :is(.button, .tab, .pick)").evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
      );
      expect(cut).toEqual([]);
    }));
  });
});

test("every page has a title of its own and one first heading, in both languages", async ({ page }) => {
  const titles: string[] = [];
  for (const root of ["/", "/en/"]) {
    for (const path of ["", course.slice(1), lesson.slice(1), "courses/an-toan-tren-mang/tin-nhan-gia/", `${lesson.slice(1)}end/`, "progress/", "settings/"]) {
      await page.goto(root + path);
      await takenOver(page);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expect(page.locator("html")).toHaveAttribute("lang", root === "/" ? "vi" : "en");
      titles.push(await page.title());
    }
  }
  expect(new Set(titles).size).toBe(titles.length);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("home leads to the course, and the course to its lessons", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Học để dùng mạng an toàn và tự tin");
    await page.getByRole("link", { name: "An toàn trên mạng" }).tap();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("An toàn trên mạng");
    await expect(page.locator(".lesson-row")).toHaveCount(7);
    await expect(page.getByText("Khóa thẻ, giữ bằng chứng và báo công an khi lỡ bị lừa")).toBeVisible();
    await page.getByRole("link", { name: "Mã OTP là chìa khóa" }).tap();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mã OTP là chìa khóa");
    await page.getByRole("link", { name: "English" }).tap();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("An OTP code is a key");
  });

  test("a lesson is read from beginning to end, its items in print form and the key behind a fold", async ({ page }) => {
    await page.goto(lesson);
    await expect(page.locator("article > h2")).toHaveText([
      "Mã OTP là gì?",
      "“Anh đọc mã giúp em”",
      "Ba dấu hiệu",
      "Khách muốn trả tiền",
      "Đọc mã để nhận tiền?",
      "Xử lý cuộc gọi lạ",
      "Hiểu lời người gọi",
      "Nhớ tên mã",
      "Thử trên máy của bạn",
    ]);
    for (const heading of await page.locator("article > h2").all()) await expect(heading).toBeVisible();
    await expect(page.locator("#nguoi-la-hoi-ma .option")).toHaveCount(4);
    await expect(page.locator("#xu-ly-cuoc-goi .option")).toHaveCount(5);
    await expect(page.locator("#hieu-loi-nguoi-goi .option")).toHaveCount(8);
    const key = page.locator("#nho-ten-ma .print-key", { hasText: "Đáp án" });
    await expect(key.getByText("Thấy chữ OTP trong tin nhắn")).toBeHidden();
    await key.locator("summary").tap();
    await expect(key.getByText("Thấy chữ OTP trong tin nhắn")).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.getByRole("link", { name: /Bài tiếp theo/ }).tap();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tin nhắn và đường dẫn giả");
  });
});

test.describe("the take-over", () => {
  for (const [name, address] of [["home", "/"], ["course", course], ["lesson", lesson]] as const) {
    test(`moves nothing on a first visit: ${name}`, async ({ page }) => {
      await page.addInitScript(() => {
        const shifts: number[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((seen) => {
          for (const entry of seen.getEntries()) shifts.push((entry as unknown as { value: number }).value);
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(address);
      await takenOver(page);
      await page.waitForLoadState("networkidle");
      const shifts = await page.evaluate(() => new Promise<number[]>((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => done((window as unknown as { shifts: number[] }).shifts)));
      }));
      expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.02);
    });
  }
});
