// What there is to learn, as the server offers it: the catalogue and its editions, which hold each item with its key.
// The nouns are those of crates/domain, as far as a learner's hand needs them. Not how anything is answered: that is solver.ts.

export type Block =
  | { paragraph: Span[] }
  | { list: { ordered: boolean; entries: Block[][] } }
  | { quote: Block[] }
  | { picture: { alt: string } };
export type Span = { text: string } | { strong: Span[] } | { emphasis: Span[] } | { code: string } | { link: { spans: Span[] } } | "break";
export type Prose = Block[];

type Marked = { right: boolean; feedback?: Prose };
export type Choice = { is: "choice"; options: (Marked & { prose: Prose })[] };
export type Ordering = { is: "ordering"; steps: Prose[] };
export type Matching = { is: "matching"; pairs: { left: Prose; right: Prose }[] };
export type TextEntry = { is: "text"; accepted: string[]; expected_mistakes?: { text: string }[] };
export type Grouping = { is: "grouping"; piles: string[]; cards: { prose: Prose; pile: number }[] };
export type Gaps = { is: "gaps"; gaps: { accepted: string[]; options?: string[] }[] };
export type Hotspot = { is: "hotspot"; areas: (Marked & { name: string })[] };
export type Inspect = { is: "inspect"; parts: { suspicious: boolean }[] };
export type Reply = Marked & { prose: Prose; to: number };
export type Dialogue = { is: "dialogue"; turns: { replies?: Reply[] }[] };
export type Part = { is: string; text: string; to?: number; wrong?: string; never?: string; accepts?: string[] };
export type Screen = { title: string; caption?: string; hint?: string; ending?: string; failed?: boolean; parts?: Part[] };
export type Practice = { is: "practice"; app: string; screens: Screen[] };
export type Kind = Choice | Ordering | Matching | TextEntry | Grouping | Gaps | Hotspot | Inspect | Dialogue | Practice;

export type Item = { kind: Kind; hints?: Prose[]; explanation?: Prose };
export type Activity = { id: string; title: string; item?: Item };
export type Lesson = { id: string; title: string; draw?: number; activities: Activity[] };
export type Course = { id: string; title: string; language: "vi" | "en"; placement: boolean; lessons: Lesson[] };

/** Every edition on offer, the placement pool among them. */
export async function courses(url: string): Promise<Course[]> {
  const read = async (path: string) => (await fetch(url + path)).json();
  const offered: { course: string; placement?: boolean; editions: { edition: string }[] }[] = (await read("/catalogue.json")).courses;
  const all = offered.flatMap(({ placement, editions }) => editions.map(({ edition }) => ({ placement, edition })));
  return Promise.all(all.map(async ({ placement, edition }) => {
    const { id, title, language, chapters } = await read(`/editions/${edition}.json`);
    const lessons = chapters.flatMap((chapter: { lessons: Lesson[] }) => chapter.lessons);
    return { id, title, language, placement: placement ?? false, lessons };
  }));
}

/** Where a lesson is on the server. */
export function address(course: Course, lesson: Lesson): string {
  return `${course.language === "vi" ? "" : `/${course.language}`}/courses/${course.id}/${lesson.id}/`;
}

/** The name of an item's kind; choices of pictures, which look and listen another way, apart. */
export function nameOf({ kind }: Item): string {
  const ofPictures = kind.is === "choice" && kind.options.every(({ prose }) => prose[0] !== undefined && "picture" in prose[0]);
  return ofPictures ? "choice of pictures" : kind.is;
}

/** An item and where it stands. */
export type Placed = { course: Course; lesson: Lesson; activity: Activity; item: Item };

/** All items outside checks and pools, one after the other. */
export function items(courses: Course[]): Placed[] {
  const lessons = courses.filter(({ placement }) => !placement).flatMap((course) => course.lessons.map((lesson) => ({ course, lesson })));
  return lessons
    .filter(({ lesson }) => lesson.draw === undefined)
    .flatMap(({ course, lesson }) => lesson.activities.flatMap((activity) => (activity.item ? [{ course, lesson, activity, item: activity.item }] : [])));
}

/** Where an item's activity is on the server. */
export function addressOf({ course, lesson, activity }: Placed): string {
  return `${address(course, lesson)}#${activity.id}`;
}

/** What some prose says to the eye, without spaces: as `bare` reads it from the screen. A picture alone says its name. */
export function said(prose: Prose): string {
  const span = (one: Span): string => {
    if (one === "break") return "";
    if ("text" in one) return one.text;
    if ("code" in one) return one.code;
    if ("strong" in one) return one.strong.map(span).join("");
    if ("emphasis" in one) return one.emphasis.map(span).join("");
    return one.link.spans.map(span).join("");
  };
  const block = (one: Block): string => {
    if ("paragraph" in one) return one.paragraph.map(span).join("");
    if ("list" in one) return one.list.entries.map((entry) => entry.map(block).join("")).join("");
    if ("quote" in one) return one.quote.map(block).join("");
    return "";
  };
  return bare(prose.map(block).join(""));
}

/** Text without its spaces, which a browser and a file count differently. */
export function bare(text: string): string {
  return text.normalize().replace(/\s+/g, "");
}
