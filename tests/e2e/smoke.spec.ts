// The smallest claim: the house stands, and a phone can look in.
import { expect, takenOver, test } from "./house.ts";
import { expectNoSidewaysScroll, shot } from "./looks.ts";

test("a phone opens the home page and the app takes over", async ({ page }) => {
  await page.goto("/");
  await takenOver(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "vi");
  await expectNoSidewaysScroll(page);
  await shot(page, "home-light");
});

test("a missing asset is not found, and never the home page", async ({ request }) => {
  const answer = await request.get("/learn-0000000000000000.js");
  expect(answer.status()).toBe(404);
  expect(answer.headers()["content-type"] ?? "").not.toContain("text/html");
});

test("an administrator's link is given only while there is none", async ({ ownHouse }) => {
  expect(await ownHouse.adminLink()).toContain(`${ownHouse.url}/desk/#invitation=`);
});
