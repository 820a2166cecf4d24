// What no page may do, whatever authors wrote: run `ran()`, open a dialog, ask anybody else for anything, go away, or hold a node that
// could. Pages are watched without the content security policy, so that what is found is what the pages themselves let through.
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { links } from "./attack-table.ts";
import { type House } from "./house.ts";

/** Where author's links may lead: what the table says, and the one address that carriers use themselves. */
export const allowed = [...links.map(({ leads }) => leads), "https://example.org/"];

export class Watch {
  /** What was seen that may not be. */
  readonly seen: string[] = [];
  /** Addresses of others that were asked for. */
  readonly abroad: string[] = [];
  private own: string[] = [];

  private constructor(readonly context: BrowserContext, private readonly house: House) {}

  static async over(browser: Browser, options: BrowserContextOptions, house: House): Promise<Watch> {
    const context = await browser.newContext({ ...options, baseURL: house.url, bypassCSP: true, serviceWorkers: "block" });
    const watch = new Watch(context, house);
    await context.exposeBinding("ran", ({ frame }) => void watch.seen.push(`a script ran on ${frame.url()}`));
    context.on("dialog", async (dialog) => {
      watch.seen.push(`a dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (origin !== house.url && !["data:", "blob:", "about:"].includes(protocol)) watch.abroad.push(request.url());
    });
    // Nobody is asked in earnest; an empty answer also leaves the page where it is.
    await context.route((url) => url.origin !== house.url, (route) => route.fulfill({ status: 204 }));
    watch.own = await scriptsOf(house);
    return watch;
  }

  /** A page on which the app doesn't start: what the server wrote stays. */
  async still(): Promise<Page> {
    const page = await this.context.newPage();
    await page.route(/\/learn-[0-9a-f]+\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: "export default async () => ({});" }));
    return page;
  }

  /** Looks through a page for nodes that author text can't have made, and for having gone elsewhere. */
  async audit(page: Page, at: string): Promise<void> {
    const found = await page.evaluate(nodesThatMayNotBe, { own: this.own, allowed, home: this.house.url });
    const gone = new URL(page.url()).origin === this.house.url ? [] : [`the page went to ${page.url()}`];
    this.seen.push(...[...found, ...gone].map((what) => `${at}: ${what}`));
  }
}

/** The scripts that the apps themselves bring, as a browser writes them. */
async function scriptsOf(house: House): Promise<string[]> {
  const pages = await Promise.all(["/", "/desk/"].map((path) => fetch(house.url + path).then((answer) => answer.text())));
  return pages.flatMap((html) => [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => (text ?? "").trim()));
}

/** Runs in the page. */
function nodesThatMayNotBe({ own, allowed, home }: { own: string[]; allowed: string[]; home: string }): string[] {
  const running = ["iframe", "frame", "object", "embed", "base", "applet", "math", "marquee", "video", "audio", "source", "style", "template", "animate", "set", "foreignobject", "image"];
  const leading = ["href", "src", "srcset", "action", "formaction", "data", "poster", "background", "cite", "ping", "xlink:href"];
  const faults: string[] = [];
  const inside = (value: string) => {
    const { protocol, origin } = new URL(value, document.baseURI);
    return origin === home && protocol === "http:";
  };
  for (const node of document.querySelectorAll("*")) {
    const shown = node.outerHTML.slice(0, 120);
    if (running.includes(node.localName.toLowerCase())) faults.push(`an element that may not be: ${shown}`);
    if (node.localName === "script" && !own.includes((node.textContent ?? "").trim())) faults.push(`a script that isn't ours: ${shown}`);
    if (node.localName === "meta" && node.hasAttribute("http-equiv")) faults.push(`a meta that may not be: ${shown}`);
    for (const { name, value } of node.attributes) {
      if (name.startsWith("on") || name === "srcdoc" || (name === "style" && /url|import/i.test(value))) faults.push(`an attribute that may not be: ${shown}`);
      if (!leading.includes(name) || value.startsWith("#")) continue;
      const led = node instanceof HTMLAnchorElement && allowed.includes(node.href);
      if (!led && !inside(value)) faults.push(`it leads elsewhere: ${shown}`);
    }
  }
  return faults;
}
