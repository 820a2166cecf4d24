// The hostile texts as courses: which text goes to which place, each place's answer asked for one by one, and then courses packed with
// everything that was taken, to be looked at. The texts are attack-table.ts's, the places attack-carriers.ts's.
import { type APIRequestContext, expect } from "@playwright/test";
import { type Carrier, activity, carriers } from "./attack-carriers.ts";
import { families, links } from "./attack-table.ts";
import { code, password, zip } from "./desk-people.ts";

/** A place that is a field of a lesson or a course. */
type Field = { field: "lesson title" | "lesson summary" | CourseField };
type CourseField = (typeof courseFields)[number];
const courseFields = ["title", "summary", "audience", "teaches", "picture_alt", "chapter"] as const;

export type Place = Carrier | Field;
export type Attack = {
  /** Stands in the text and nowhere else: seen on the screen, it tells that the attack was there. */
  tag: string;
  text: string;
  place: Place;
  /** The rule that must refuse it; `any`: shown or refused by whatever rule. */
  refused: string | "any" | undefined;
};
export type Answered = Attack & { rules: string[] };

const isField = (place: Place): place is Field => "field" in place;
export const nameOf = (place: Place) => (isField(place) ? place.field : place.name);

/** Every text in its places: each in a paragraph, further ones by turns, so that every place meets texts of every family. */
export function attacks(): Attack[] {
  const all: Attack[] = [];
  const put = (text: string, blocks: boolean, place: Place, refused: string | undefined) => {
    const tag = `№${String(all.length).padStart(4, "0")}`;
    all.push({ tag, text: blocks ? `${tag} ${text}` : `${text} ${tag}`, place, refused });
  };
  const inMarkdown = (text: string, turn: number, blocks: boolean, refused?: string) => {
    const fit = carriers.filter((carrier) => carrier.reads !== "plain" && (!blocks || carrier.blocks));
    const further = fit.slice(1).filter((_, at) => blocks || at % 5 === turn % 5);
    for (const carrier of [...fit.slice(0, 1), ...further]) put(text, blocks, carrier, carrier.reads === "loose" ? "any" : refused);
  };
  const fields: Field[] = (["lesson title", "lesson summary", ...courseFields] as const).map((field) => ({ field }));
  const practice = carriers.filter(({ reads }) => reads === "plain");
  let turn = 0;
  for (const { texts, blocks = false, refused, refusedPlain } of families) {
    for (const text of texts) {
      inMarkdown(text, turn, blocks, refused);
      if (!blocks) for (const place of [...practice, ...fields.filter((_, at) => at === turn % fields.length)]) put(text, false, place, refusedPlain);
      turn += 1;
    }
  }
  for (const { text } of links) inMarkdown(text, (turn += 1), false);
  return all;
}

type Lesson = { id: string; title?: string | undefined; summary?: string | undefined; body: string };
type Words = Partial<Record<CourseField, string>>;

const toml = (text: string) => JSON.stringify(text);
const picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><rect width="320" height="180"/></svg>';

/** The files of a course. */
export function files(id: string, words: Words, lessons: Lesson[]): Record<string, string> {
  const word = (field: CourseField) => toml(words[field] ?? `Chữ ${field}`);
  const course = `id = "${id}"
title = ${word("title")}
summary = ${word("summary")}
language = "vi"
licence = "CC-BY-4.0"
audience = ${word("audience")}
teaches = [${word("teaches")}]
competences = ["4.2"]
level = 1
mastery = 0.8
picture = "media/tam.svg"
picture_alt = ${word("picture_alt")}

[[chapters]]
folder = "1-mot"
title = ${word("chapter")}
`;
  const written = lessons.map(({ id, title, summary, body }, at): [string, string] => [
    `1-mot/${at + 1}-${id}.md`,
    `+++\nid = "${id}"\ntitle = ${toml(title ?? "Bài")}\nsummary = ${toml(summary ?? "Bài.")}\nminutes = 5\ncompetences = ["4.2"]\n+++\n\n${body}`,
  ]);
  return { "course.toml": course, "media/tam.svg": picture, ...Object.fromEntries(written) };
}

const reading = "## Đọc {#doc}\n\nĐọc.\n";

/** A lesson with one attack in it. */
export function alone({ tag, text, place }: Attack): Lesson {
  const id = `b${tag.slice(1)}`;
  if (!isField(place)) return { id, body: activity(place, "a", [text]) };
  return { id, body: reading, ...(place.field === "lesson title" ? { title: text } : { summary: text }) };
}

type Found = { file: string; severity: string; code: string };
type Checked = { draft?: string; diagnostics: Found[] };

/** A trainer who comes in by an invitation, at the doors themselves. */
export class Trainer {
  constructor(readonly request: APIRequestContext) {}

  async comesIn(invitation: string): Promise<this> {
    const token = invitation.split("invitation=")[1];
    await this.asks("POST", "/api/account/invitation/accept", { token, name: "hoa.le", password });
    const { key } = await this.asks("POST", "/api/account/second-step", null);
    await this.asks("PUT", "/api/account/second-step", { code: code(key) });
    return this;
  }

  private async asks(method: string, door: string, data: unknown) {
    const answer = await this.request.fetch(door, { method, data });
    expect(answer.ok(), `${method} ${door}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return answer.json();
  }

  async checks(course: Record<string, string>): Promise<Checked> {
    const answer = await this.request.post("/api/teach/drafts", { headers: { "content-type": "application/zip" }, data: zip(course) });
    expect(answer.status()).toBe(200);
    return answer.json();
  }

  /** Publishes a course in which nothing may be wrong. */
  async publishes(course: Record<string, string>): Promise<void> {
    const { draft, diagnostics } = await this.checks(course);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    await this.asks("POST", `/api/teach/drafts/${draft}/publish`, null);
  }

  /** Asks for each attack by itself whether it is taken. */
  async tries(all: Attack[]): Promise<Answered[]> {
    const answered: Answered[] = [];
    const errors = (found: Found[], of: string) =>
      found.filter(({ file, severity }) => severity === "error" && file.includes(of)).map(({ code }) => code);
    const inCourse = ({ place }: Attack) => isField(place) && !place.field.startsWith("lesson");
    for (const attack of all.filter(inCourse)) {
      const { diagnostics } = await this.checks(files("thu", fieldsOf([attack]), [{ id: "mot", body: reading }]));
      answered.push({ ...attack, rules: errors(diagnostics, "") });
    }
    const inLessons = all.filter((attack) => !inCourse(attack));
    for (let from = 0; from < inLessons.length; from += 100) {
      const some = inLessons.slice(from, from + 100);
      const { diagnostics } = await this.checks(files("thu", {}, some.map(alone)));
      for (const attack of some) answered.push({ ...attack, rules: errors(diagnostics, `-${alone(attack).id}.md`) });
    }
    return answered;
  }
}

function fieldsOf(some: Attack[]): Words {
  return Object.fromEntries(some.flatMap(({ place, text }) => (isField(place) ? [[place.field, text]] : [])));
}

function inChunks<T>(all: T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, at) => all.slice(at * most, (at + 1) * most));
}

/** Courses that hold everything that was taken, as many texts a page as there is room for. */
export function packed(taken: Answered[]): Record<string, string>[] {
  const of = (name: string) => taken.filter(({ place }) => nameOf(place) === name).map(({ text }) => text);
  const bodies = carriers.flatMap((carrier) => inChunks(of(carrier.name), carrier.most).map((texts, at) => activity(carrier, `${carrier.name.replace(/\W/g, "-")}-${at}`, texts)));
  const [titles, summaries] = [of("lesson title"), of("lesson summary")];
  const chunks = inChunks(bodies, 4);
  const lessons = Array.from({ length: Math.max(titles.length, summaries.length, chunks.length) }, (_, at): Lesson => ({
    id: `b${at}`,
    title: titles[at],
    summary: summaries[at],
    body: chunks[at]?.join("\n") ?? reading,
  }));
  const count = Math.max(...courseFields.map((field) => of(field).length));
  return Array.from({ length: count }, (_, at) => {
    const words = Object.fromEntries(courseFields.flatMap((field) => (of(field)[at] === undefined ? [] : [[field, of(field)[at]]])));
    const own = lessons.filter((_, lesson) => lesson % count === at);
    return files(`tan-cong-${at}`, words, own.length > 0 ? own : [{ id: "mot", body: reading }]);
  });
}
