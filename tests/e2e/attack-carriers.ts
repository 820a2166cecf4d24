// Where hostile texts are put: every place of a lesson that an author writes, each as an activity that is whole around them. A carrier
// holds up to `most` texts at once. What the texts are is attack-table.ts's; fields of lessons and courses are attack-courses.ts's.

export type Carrier = {
  name: string;
  /** Most texts in one activity. */
  most: number;
  /** `markdown`: refused and shown as the table says. `loose`: Markdown with a meaning of its own around it. `plain`: a text of TOML. */
  reads: "markdown" | "loose" | "plain";
  /** Whether texts of several lines fit. */
  blocks?: boolean;
  /** The body of an activity, after its heading's words; `class` goes into the heading's braces. */
  class?: string;
  write(texts: string[]): string;
  /** The heading, where that is the carrier. */
  heading?: boolean;
};

/** A text of several lines with something before each line but the first. */
const under = (indent: string, text: string) => text.split("\n").join(`\n${indent}`);
const quoted = (text: string) => `> ${under("> ", text)}`;
const lines = (texts: string[], line: (text: string, at: number) => string) => texts.map(line).join("\n");
const padded = (texts: string[], least: number) => [...texts, ...["Ý một", "Ý hai", "Ý ba"].slice(0, Math.max(0, least - texts.length))];
const toml = (text: string) => JSON.stringify(text);
const choice = "- [x] Ý đúng\n  > Đúng.\n- [ ] Ý sai\n  > Sai.\n";

const markdown: Carrier[] = [
  { name: "paragraph", most: 12, reads: "markdown", blocks: true, write: (texts) => texts.join("\n\n") },
  { name: "entry", most: 10, reads: "markdown", blocks: true, write: (texts) => lines(texts, (text) => `- ${under("  ", text)}`) },
  { name: "quote", most: 8, reads: "markdown", blocks: true, write: (texts) => texts.map(quoted).join("\n\nvà\n\n") },
  { name: "hint", most: 5, reads: "markdown", blocks: true, write: (texts) => `Chọn.\n\n${choice}\n${texts.map((text) => `> [!TIP]\n${quoted(text)}`).join("\n\n")}` },
  { name: "explanation", most: 8, reads: "markdown", blocks: true, write: (texts) => `Chọn.\n\n${choice}\n> [!NOTE]\n${texts.map(quoted).join("\n>\n")}` },
  { name: "option", most: 7, reads: "markdown", write: (texts) => `Chọn.\n\n${lines(texts, (text) => `- [x] ${text}\n  > Đúng.`)}\n- [ ] Ý sai\n  > Sai.` },
  { name: "feedback", most: 7, reads: "markdown", write: (texts) => `Chọn.\n\n${lines(texts, (text, at) => `- [x] Ý ${at}\n  > ${text}`)}\n- [ ] Ý sai\n  > Sai.` },
  { name: "step", most: 7, reads: "markdown", class: ".ordering", write: (texts) => `Xếp.\n\n${lines(padded(texts, 2), (text, at) => `${at + 1}. ${text}`)}` },
  {
    name: "card", most: 6, reads: "markdown", class: ".grouping",
    write: (texts) => `Xếp.\n\n- Nên\n${lines(texts, (text) => `  - ${text}\n    > Vì thế.`)}\n- Không\n  - Khác\n    > Vì thế.\n  - Khác nữa\n    > Vì thế.`,
  },
  {
    name: "reason of a card", most: 6, reads: "markdown", class: ".grouping",
    write: (texts) => `Xếp.\n\n- Nên\n${lines(texts, (text, at) => `  - Thẻ ${at}\n    > ${text}`)}\n- Không\n  - Khác\n    > Vì thế.\n  - Khác nữa\n    > Vì thế.`,
  },
  {
    name: "said in a dialogue", most: 8, reads: "markdown", class: ".dialogue",
    write: (texts) => dialogue(texts.map((text) => ({ said: text }))),
  },
  { name: "reply", most: 8, reads: "markdown", class: ".dialogue", write: (texts) => dialogue(texts.map((text) => ({ reply: text }))) },
  { name: "what comes of a reply", most: 8, reads: "markdown", class: ".dialogue", write: (texts) => dialogue(texts.map((text) => ({ comes: text }))) },
  {
    name: "why a part is suspicious", most: 6, reads: "markdown", class: ".inspect look=message",
    write: (texts) => `Soi.\n\n> **Ai đó**\n>\n> ${texts.map((_, at) => `[[phần ${at}]]`).join(" và ")} và [[phần cuối]].\n\n${lines([...texts, "Bình thường."], (text, at) => `${at + 1}. [${at < texts.length ? "x" : " "}] ${text}`)}`,
  },
  {
    name: "text to inspect", most: 6, reads: "loose", class: ".inspect look=page",
    write: (texts) => `Soi.\n\n> **Trang**\n>\n${texts.map((text) => `> ${text}`).join("\n>\n")}\n>\n> [[phần một]] và [[phần hai]].\n\n1. [x] Sai.\n2. [ ] Đúng.`,
  },
  { name: "text with gaps", most: 5, reads: "loose", class: ".gaps", write: (texts) => `Điền.\n\n${texts.map((text) => `> ${text}`).join("\n>\n")}\n>\n> Mở [[một]].\n\n1. Gần đúng.` },
  { name: "word for a gap", most: 3, reads: "loose", class: ".gaps", write: (texts) => `Điền.\n\n> Mở [[${texts.map((text) => `${text} | `).join("")}=đúng]].\n\n1. Gần đúng.` },
  {
    name: "pair", most: 3, reads: "loose", class: ".matching",
    write: (texts) => `Nối.\n\n| A | B |\n| --- | --- |\n${lines(padded(texts, 2), (text, at) => `| ${text.replaceAll("|", "\\|")} | Bên ${at} |`)}`,
  },
  {
    name: "name of an area", most: 1, reads: "loose", class: ".hotspot",
    write: ([text]) => `Chạm.\n\n![Hình](media/tam.svg)\n\n- [x] ${text} (0, 0, 30, 40)\n  > Đúng.\n- [ ] Kia (50, 0, 30, 40)\n  > Sai.`,
  },
  { name: "words of a picture", most: 8, reads: "loose", write: (texts) => texts.map((text) => `![${text}](media/tam.svg)`).join("\n\n") },
  { name: "words of a link", most: 8, reads: "loose", write: (texts) => texts.map((text) => `[${text}](https://example.org/)`).join("\n\n") },
  { name: "accepted answer", most: 1, reads: "loose", class: ".text", write: ([text]) => `Gõ.\n\n- ${text}\n- khác` },
  { name: "heading", most: 1, reads: "loose", heading: true, write: () => "Đọc." },
  { name: "turn's name", most: 1, reads: "loose", class: ".dialogue", write: ([text]) => dialogue([{}]).replace("### Người lạ", () => `### ${text}`) },
];

type Turn = { said?: string; reply?: string; comes?: string };

/** A chat of as many turns, each led to by the wise reply of the one before. */
function dialogue(turns: Turn[]): string {
  const turn = ({ said, reply, comes }: Turn, at: number) =>
    `### Người lạ {#luot-${at}}\n\n${said ?? "Alo."}\n\n- [x] ${reply ?? "Không."} → luot-${at + 1}\n  > ${comes ?? "Đúng."}\n- [ ] Vâng. → luot-${at + 1}\n  > Sai.\n`;
  return `Trả lời.\n\n${turns.map(turn).join("\n")}\n### Hết {#luot-${turns.length}}\n\nXong.`;
}

/** The places of a practice, which are plain texts; up to fourteen at once. */
const places = ["app", "title", "caption", "hint", "text", "row", "detail", "wrong", "notice", "theirs", "mine", "never", "button", "goal"] as const;

const practice: Carrier = {
  name: "practice",
  most: places.length,
  reads: "plain",
  class: ".practice",
  write(texts) {
    const at = (place: (typeof places)[number]) => toml(texts[places.indexOf(place)] ?? `Chữ ${place}`);
    return `Tập.

\`\`\`practice
app = ${at("app")}

[[screens]]
id = "dau"
title = ${at("title")}
caption = ${at("caption")}
hint = ${at("hint")}
parts = [
  { text = ${at("text")} },
  { row = ${at("row")}, detail = ${at("detail")}, wrong = ${at("wrong")} },
  { notice = ${at("notice")} },
  { theirs = ${at("theirs")} },
  { mine = ${at("mine")} },
  { button = "Xóa", never = ${at("never")} },
  { button = ${at("button")}, to = "xong" },
]

[[screens]]
id = "xong"
title = "Xong"
goal = ${at("goal")}
\`\`\``;
  },
};

export const carriers: Carrier[] = [...markdown, practice];

/** An activity that carries texts. */
export function activity(carrier: Carrier, id: string, texts: string[]): string {
  const title = carrier.heading ? texts.join(" ") : "Việc";
  return `## ${title} {#${id}${carrier.class ? ` ${carrier.class}` : ""}}\n\n${carrier.write(texts)}\n`;
}
