// Where things are: the server's binary, the built apps, the content, and where results go.
import { fileURLToPath } from "node:url";

const top = fileURLToPath(new URL("../..", import.meta.url));

export const congdanso = process.env.CONGDANSO ?? `${top}target/debug/congdanso`;
export const dist = process.env.CONGDANSO_DIST ?? `${top}dist`;
export const content = process.env.CONGDANSO_CONTENT ?? `${top}content`;
export const results = process.env.CONGDANSO_RESULTS ?? `${top}target`;
export const screenshots = `${results}/screenshots`;
/** A data folder with tables, units and the published content, copied for every house. */
export const template = `${results}/e2e-template`;
