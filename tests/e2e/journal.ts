// What a phone remembers and what the server holds, read from outside: from IndexedDB, and with the phone's own token.
import { type Page, expect } from "@playwright/test";

export type Row = { text: string; state: "waiting" | "acknowledged" | { quarantined: { code: string; detail: string } } };

/** Everything on one of the phone's shelves, by key. */
export async function shelf(page: Page, name: string): Promise<[string, string][]> {
  return page.evaluate(
    (name) =>
      new Promise<[string, string][]>((done, fail) => {
        const opening = indexedDB.open("congdanso");
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const store = opening.result.transaction(name).objectStore(name);
          const keys = store.getAllKeys();
          const texts = store.getAll();
          texts.onsuccess = () => {
            opening.result.close();
            done(keys.result.map((key, place) => [String(key), texts.result[place]]));
          };
        };
      }),
    name,
  );
}

/** The phone's own statements, in order, each with what became of it. */
export async function journal(page: Page): Promise<Row[]> {
  return (await shelf(page, "statement")).map(([, text]) => JSON.parse(text));
}

/** How many statements the phone has written. */
export async function written(page: Page): Promise<number> {
  return (await journal(page)).length;
}

/** Waits until the server has confirmed everything that the phone has written. */
export async function everythingSent(page: Page): Promise<void> {
  await expect
    .poll(async () => (await journal(page)).map((row) => row.state).filter((state) => state !== "acknowledged"), { timeout: 20_000 })
    .toEqual([]);
}

/** The texts that the server at `url` holds of this phone's learner, in their order. */
export async function held(page: Page, url: string): Promise<string[]> {
  const standing = (await shelf(page, "learner")).find(([key]) => key.endsWith("/standing"));
  if (standing === undefined) return [];
  const { token } = JSON.parse(standing[1]);
  const answer = await fetch(`${url}/api/learn/statements?after=`, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const { statements } = await answer.json();
  return statements.map((statement: { text: string }) => statement.text).sort();
}

/** Both sides hold the same texts, each once. */
export async function expectBothAlike(page: Page, url: string): Promise<void> {
  await everythingSent(page);
  expect(await held(page, url)).toEqual((await journal(page)).map((row) => row.text).sort());
}

/** The lesson of the tests. */
export const lesson = "/courses/an-toan-tren-mang/ma-otp/";

/** Goes on to the next activity, and waits until it is there. */
export async function next(page: Page): Promise<void> {
  const before = new URL(page.url()).hash;
  await page.locator(".player-bar .onward").click();
  await expect.poll(() => new URL(page.url()).hash).not.toBe(before);
}
