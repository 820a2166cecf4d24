// `cargo xtask bench browser`: the suite's settings as the phone, for the one file that measures instead of judging.
import suite from "./playwright.config.ts";

export default {
  ...suite,
  testMatch: /figures\.ts$/,
  timeout: 120_000,
  reporter: [["line"]],
  projects: suite.projects?.filter((project) => project.name === "phone"),
};
