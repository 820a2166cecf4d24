// What hostile authors write runs nothing, loads nothing and leads nowhere but where the format lets links lead. Each text of
// attack-table.ts goes the whole way in each of its places: packed, uploaded, refused with its rule or published, and looked at in the
// pages that the server writes and in the app.
import { type Page } from "@playwright/test";
import { type Answered, Trainer, alone, attacks, files, nameOf, packed } from "./attack-courses.ts";
import { pictures } from "./attack-pictures.ts";
import { everything } from "./attack-walk.ts";
import { Watch, allowed } from "./attack-watch.ts";
import { address, courses } from "./curriculum.ts";
import { zip } from "./desk-people.ts";
import { House, expect, takenOver, test as base } from "./house.ts";

type Attacked = { house: House; trainer: Trainer; answered: Answered[]; taken: Answered[] };

const test = base.extend<object, { attacked: Attacked }>({
  attacked: [
    async ({ playwright }, use) => {
      const house = await House.open();
      const trainer = await new Trainer(await playwright.request.newContext({ baseURL: house.url })).comesIn(await house.invite("trainer"));
      const answered = await trainer.tries(attacks());
      const taken = answered.filter(({ rules }) => rules.length === 0);
      for (const course of packed(taken)) await trainer.publishes(course);
      await use({ house, trainer, answered, taken });
      await house.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  house: [async ({ attacked }, use) => use(attacked.house), { scope: "worker" }],
});

// A trace takes pictures all the time; what went wrong is told in words here.
test.use({ trace: "off" });
test.describe.configure({ timeout: 120_000 });

test("every attack is refused by its rule, or is words", async ({ attacked }) => {
  const { answered, taken } = attacked;
  const wrong = answered.filter(({ refused, rules }) => refused !== "any" && (refused === undefined ? rules.length > 0 : !rules.includes(refused)));
  expect(wrong.map(({ tag, text, place, refused, rules }) => `${tag} in ${nameOf(place)}: ${text.slice(0, 80)}: ${rules}, not ${refused}`)).toEqual([]);
  expect(answered.length, "fewer attacks than there should be").toBeGreaterThanOrEqual(300);
  expect(taken.length, "fewer attacks than should come onto a screen").toBeGreaterThanOrEqual(300);
  console.log(`${answered.length} attacks: ${answered.length - taken.length} refused, ${taken.length} published`);
});

/** The tags of attacks that a page shows, or says to those who don't see it. */
async function tagsOn(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => {
    const said = [...document.querySelectorAll("[alt], [aria-label]")].map((node) => `${node.getAttribute("alt")} ${node.getAttribute("aria-label")}`);
    return `${document.title} ${document.body.textContent} ${said.join(" ")}`;
  });
  return text.match(/№\d{4}/g) ?? [];
}

/** Does something with each, on three pages at a time. */
async function together<T>(all: T[], open: () => Promise<Page>, take: (page: Page, one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const worker = async () => {
    const page = await open();
    page.setDefaultTimeout(15_000);
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await take(page, one);
    await page.close();
  };
  await Promise.all([worker(), worker(), worker()]);
}

const hostile = async (house: House) => (await courses(house.url)).filter(({ id }) => id.startsWith("tan-cong"));

test("what was published runs nothing, loads nothing and is all there, on the server's pages and in the app", async ({ attacked, browser, contextOptions }) => {
  const { house, taken } = attacked;
  const watch = await Watch.over(browser, contextOptions, house);
  const met = new Set<string>();
  const all = await hostile(house);
  const lessons = all.flatMap((course) => course.lessons.map((lesson) => ({ at: address(course, lesson), lesson })));
  const pages = ["/", "/map/", ...all.map(({ id }) => `/courses/${id}/`)];
  const look = async (page: Page, at: string) => {
    await watch.audit(page, at);
    (await tagsOn(page)).forEach((tag) => met.add(tag));
  };
  await together([...pages, ...lessons.map(({ at }) => at)], () => watch.still(), async (page, at) => {
    await page.goto(at);
    await look(page, at);
  });
  const inApp = () => watch.context.newPage();
  await together(pages, inApp, async (page, at) => {
    await page.goto(at);
    await takenOver(page);
    await look(page, `${at} in the app`);
  });
  await together(lessons, inApp, (page, { at, lesson }) => everything(page, at, lesson, () => look(page, `${at} in the app`)));
  expect(watch.seen).toEqual([]);
  expect(watch.abroad).toEqual([]);
  expect(taken.filter(({ tag }) => !met.has(tag)).map(({ tag, text, place }) => `${tag} in ${nameOf(place)}: ${text}`), "never came onto a screen").toEqual([]);
});

test("a click on an author's link leads where the format lets it lead, and on nothing else anywhere", async ({ attacked, browser, contextOptions }) => {
  const { house } = attacked;
  const watch = await Watch.over(browser, contextOptions, house);
  const found = new Set<string>();
  const all = (await hostile(house)).flatMap((course) => course.lessons.map((lesson) => address(course, lesson)));
  const page = await watch.still();
  for (const at of all) {
    await page.goto(at, { waitUntil: "commit" });
    await page.locator("main").waitFor();
    for (const link of await page.locator("main .prose a[href]").all()) {
      const to = await link.evaluate((link) => (link as HTMLAnchorElement).href);
      if (found.has(to)) continue;
      found.add(to);
      watch.abroad.length = 0;
      await link.evaluate((link) => (link as HTMLElement).click());
      const asked = /^https?:/.test(to) ? [new URL(to).href.replace(/#.*/, "")] : [];
      await expect.poll(() => watch.abroad.map((url) => url.replace(/#.*/, "")), { intervals: [20] }).toEqual(asked);
      expect(new URL(page.url()).origin, `a click on ${to}`).toBe(house.url);
    }
  }
  expect([...found].sort()).toEqual([...allowed].sort());
  expect(watch.seen).toEqual([]);
});

test("pictures that could do more than be seen are refused, and those that are shown do nothing, also when opened by themselves", async ({ attacked, browser, contextOptions }) => {
  const { house, trainer } = attacked;
  const name = (at: number) => `hinh-${at}.svg`;
  const course = (some: number[]) => {
    const shown = some.map((at) => `## Hình {#hinh-${at}}\n\n![Hình ${at}](media/${name(at)})\n`);
    const lessons = Array.from({ length: Math.ceil(shown.length / 30) }, (_, at) => ({ id: `b${at}`, body: shown.slice(at * 30, (at + 1) * 30).join("\n") }));
    return { ...files("hinh", {}, lessons), ...Object.fromEntries(some.map((at) => [`media/${name(at)}`, pictures[at]?.text ?? ""])) };
  };
  const { diagnostics } = await trainer.checks(course(pictures.map((_, at) => at)));
  const rules = (at: number) => diagnostics.filter(({ file, severity }) => severity === "error" && file === `media/${name(at)}`).map(({ code }) => code);
  const wrong = pictures.filter(({ refused }, at) => (refused === undefined ? rules(at).length > 0 : !rules(at).includes(refused)));
  expect(wrong.map(({ name, refused }) => `${name}: not ${refused}: ${rules(pictures.findIndex((one) => one.name === name))}`)).toEqual([]);

  await trainer.publishes(course([...pictures.keys()].filter((at) => rules(at).length === 0)));
  const watch = await Watch.over(browser, contextOptions, house);
  const page = await watch.still();
  await page.goto("/courses/hinh/b0/");
  await watch.audit(page, "pictures");
  const shown = page.locator("main img");
  await expect(shown).toHaveCount(pictures.filter(({ refused }) => refused === undefined).length);
  for (const address of await shown.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).src))) {
    const alone = await watch.context.newPage();
    await alone.goto(address);
    await alone.mouse.click(100, 100);
    await watch.audit(alone, address);
    await alone.close();
  }
  expect(watch.seen).toEqual([]);
  expect(watch.abroad).toEqual([]);
});

test("the desk tells of hostile courses in words", async ({ attacked, browser, contextOptions }) => {
  const { house, trainer, answered } = attacked;
  const refused = answered.filter(({ rules }) => rules.includes("unsafe-link")).slice(0, 99);
  const watch = await Watch.over(browser, contextOptions, house);
  await watch.context.addCookies((await trainer.request.storageState()).cookies);
  const page = await watch.context.newPage();
  await page.goto("/desk/#/courses/upload");
  const choosing = page.waitForEvent("filechooser");
  await page.getByText("Chọn tệp zip", { exact: true }).click();
  await (await choosing).setFiles({ name: "khoa-hoc.zip", mimeType: "application/zip", buffer: zip(files("thu", {}, refused.map(alone))) });
  await expect(page.locator("main")).toContainText("JaVaScRiPt:ran()");
  await watch.audit(page, "an upload");
  await page.goto("/desk/#/courses");
  await expect(page.locator("main")).toContainText("<script>ran()</script>");
  await watch.audit(page, "the courses");
  expect(watch.seen).toEqual([]);
  expect(watch.abroad).toEqual([]);
});

test("the watch sees what it is there to see", async ({ attacked, browser, contextOptions }) => {
  const injected: Record<string, RegExp> = {
    "<script>ran()</script>": /a script ran/,
    "<img src=x onerror=ran()>": /a script ran/,
    "<svg onload=ran()></svg>": /a script ran/,
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>": /a script ran/,
    "<script>alert('hello')</script>": /a dialog: hello/,
    "<a href='javascript:ran()'>x</a>": /leads elsewhere/,
    "<a href='https://elsewhere.test/'>x</a>": /leads elsewhere/,
    "<p onclick='ran()'>x</p>": /an attribute that may not be/,
    "<p style='background:url(/a)'>x</p>": /an attribute that may not be/,
    "<style>p { color: red }</style>": /an element that may not be/,
    "<base href='//evil.test/'>": /an element that may not be/,
    "<meta http-equiv='refresh' content='99;url=/'>": /a meta that may not be/,
    "<script>location = 'about:blank'</script>": /the page went to about:blank/,
    "<img src='//evil.test/p.png'>": /asked abroad: http:\/\/evil.test\/p.png/,
  };
  const watch = await Watch.over(browser, contextOptions, attacked.house);
  for (const [html, expected] of Object.entries(injected)) {
    const page = await watch.still();
    await page.route("**/map/", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace("<main", `${html}<main`) });
    });
    await page.goto("/map/");
    await watch.audit(page, "injected");
    await page.close();
    expect([...watch.seen.splice(0), ...watch.abroad.splice(0).map((url) => `asked abroad: ${url}`)].join("\n"), html).toMatch(expected);
  }
});
