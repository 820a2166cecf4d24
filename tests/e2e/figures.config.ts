// `cargo xtask bench browser`: the suite's settings, for the one file that measures instead of judging.
import { defineConfig } from "@playwright/test";
import suite from "./playwright.config.ts";

export default defineConfig(suite, {
  testMatch: /figures\.ts$/,
  testIgnore: [],
  timeout: 120_000,
  reporter: [["line"]],
  projects: [{ ...suite.projects?.[0], testIgnore: [] }],
});
