// `cargo xtask bench browser`: the suite's settings as the phone, for the one file that measures instead of judging.
import suite from "./playwright.config.ts";

export default {
  ...suite,
  testMatch: /figures\.ts$/,
  timeout: 120_000,
  reporter: [["line"]],
  // A trace takes pictures of every frame, which would be measured too.
  use: { ...suite.use, trace: "off", screenshot: "off" },
  projects: suite.projects?.filter((project) => project.name === "phone"),
};
