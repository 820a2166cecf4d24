// A course made up for measuring: one lesson with one practice as long as a practice may be.
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Placed, courses, items } from "./curriculum.ts";
import { type House } from "./house.ts";

const SCREENS = 30;

const course = `id = "luyen-dai"
title = "Luyện dài"
summary = "Một bài tập dài để đo."
language = "vi"
licence = "CC-BY-4.0"
audience = "Người đo."
teaches = ["Đo một bài tập dài"]
competences = ["5.1"]
level = 1
mastery = 0.8

[[chapters]]
folder = "1-do"
title = "Đo"
`;

function lesson(): string {
  const screens = Array.from({ length: SCREENS - 1 }, (_, at) => `[[screens]]
id = "s${at}"
title = "Màn hình ${at + 1}"
parts = [{ row = "Mục", wrong = "Chưa phải." }, { row = "Khác", wrong = "Chưa." }, { button = "Tiếp ${at + 1}", to = "s${at + 1}" }]
`);
  return `+++
id = "bai-dai"
title = "Bài dài"
summary = "Đi qua ba mươi màn hình."
minutes = 5
competences = ["5.1"]
+++

## Ba mươi màn hình {#dai .practice}

Bạn bấm cho tới cuối.

\`\`\`practice
app = "Máy đo (bản tập)"

${screens.join("\n")}
[[screens]]
id = "s${SCREENS - 1}"
title = "Xong"
goal = "Bạn đã đi hết."
\`\`\`
`;
}

/** Publishes the course in a house of one's own and says where its practice is. */
export async function publishLongPractice(house: House): Promise<Placed> {
  const folder = await mkdtemp(join(tmpdir(), "luyen-dai-"));
  await mkdir(join(folder, "luyen-dai/1-do"), { recursive: true });
  await writeFile(join(folder, "luyen-dai/course.toml"), course);
  await writeFile(join(folder, "luyen-dai/1-do/1-bai-dai.md"), lesson());
  await house.stop();
  await house.run("publish", folder);
  await house.start();
  const found = items(await courses(house.url)).find(({ activity }) => activity.id === "dai");
  if (found === undefined) throw new Error("the long practice was not published");
  return found;
}
