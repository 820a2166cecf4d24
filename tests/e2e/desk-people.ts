// Who comes to the desk, and what they bring: staff who accept invitations, course files in a zip, learners by the API.
import { type APIRequestContext, type Page, expect } from "@playwright/test";
import { createHmac, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

export const password = "mười hai con trâu lội qua ao";

/** What an authenticator with that key (base 32) shows, some steps of 30 seconds from now (RFC 6238). */
export function code(key: string, later = 0): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac("sha1", secret).update(step).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Sets the second step up, as the desk asks a trainer or an official right after the first sign-in; answers its key. */
export async function setUpSecondStep(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Cài đặt bước thứ hai" }).click();
  const key = await page.getByLabel("Khóa để gõ vào ứng dụng").inputValue();
  await page.getByLabel("Mã xác nhận", { exact: true }).fill(code(key));
  await page.getByRole("button", { name: "Xong, bật bước thứ hai" }).click();
  await page.getByRole("button", { name: "Tôi đã cất các mã" }).click();
  await expect(page.getByRole("heading", { name: "Mã dự phòng" })).toHaveCount(0);
  return key;
}

/** Accepts an invitation at the desk, sets the second step up where a role asks for it, and is signed in then. */
export async function accept(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Tên đăng nhập").fill(name);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Tạo tài khoản và đăng nhập" }).click();
  await expect(page.locator(".person-name")).toHaveText(name);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).not.toHaveText("Nhận lời mời");
  if ((await heading.textContent()) === "Thêm bước xác nhận thứ hai") await setUpSecondStep(page);
}

export async function signIn(page: Page, name: string, with_ = password): Promise<void> {
  await page.getByLabel("Tên đăng nhập").fill(name);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(with_);
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
}

/** A zip of stored files (APPNOTE 4.3), small enough to be written by hand. */
export function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(text)];
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(path.length, 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), fields, path, bytes);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, tail, path);
    at += 30 + path.length + bytes.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from("PK\x05\x06", "latin1"), end]);
}

/** The files of a course of one short lesson. */
export const course: Record<string, string> = {
  "course.toml": `id = "mat-khau-manh"
title = "Mật khẩu mạnh"
summary = "Đặt một mật khẩu dài và dễ nhớ."
language = "vi"
licence = "CC-BY-4.0"
audience = "Mọi người."
teaches = ["Đặt mật khẩu dài"]
competences = ["4.2"]
level = 1
mastery = 0.8

[[chapters]]
folder = "1-mo-dau"
title = "Mở đầu"
`,
  "1-mo-dau/1-cau-dai.md": `+++
id = "cau-dai"
title = "Một câu dài"
summary = "Vì sao câu dài tốt hơn từ khó."
minutes = 4
competences = ["4.2"]
+++

## Vì sao? {#vi-sao}

Một câu dài khó đoán mà lại dễ nhớ.

## Chọn mật khẩu {#chon}

Mật khẩu nào tốt hơn?

- [ ] 12345678
  > Chưa đúng. Ai cũng thử số này trước.
- [x] Một câu dài của riêng mình
  > Đúng rồi.

> [!NOTE]
> Câu càng dài càng khó đoán.
`,
};

/** The same with two mistakes in its lesson: an id twice, and no key. */
export const brokenCourse: Record<string, string> = {
  ...course,
  "1-mo-dau/1-cau-dai.md": (course["1-mo-dau/1-cau-dai.md"] ?? "").replace("{#chon}", "{#vi-sao}").replace("- [x]", "- [ ]"),
};

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

/** A learner of a commune who takes that course to its end; a wrong answer completes it without mastering it. */
export async function learnerCompletes(request: APIRequestContext, edition: string, unit: string, right: boolean): Promise<void> {
  const [learner, device] = [hex(16), hex(16)];
  const known = await request.post("/api/learn/devices", { data: { learner, secret: hex(32), device } });
  const { token } = await known.json();
  const place = { course: "mat-khau-manh", edition, lesson: "cau-dai" };
  const answer = { attempt: 1, hints: 0, ms: 900, response: { choice: [right ? 1 : 0] }, score: right ? 1000 : 0 };
  const facts = [
    { declared: { unit, revision: 1 } },
    { initialized: place },
    { experienced: { ...place, activity: "vi-sao" } },
    { answered: { ...place, activity: "chon", ...answer } },
  ];
  const statements = facts.map((did, i) => ({ v: 1, epoch: 1, seq: i + 1, at: Date.now(), did }));
  const pushed = await request.post("/api/learn/statements", {
    headers: { authorization: `Bearer ${token}` },
    data: { learner, device, statements },
  });
  expect((await pushed.json()).verdicts).toEqual(["accepted", "accepted", "accepted", "accepted"]);
}
