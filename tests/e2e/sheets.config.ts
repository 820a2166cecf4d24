// `npx playwright test --config sheets.config.ts`: the suite's settings as the phone, for the one file that only takes pictures.
import suite from "./playwright.config.ts";

export default {
  ...suite,
  testMatch: /contact-sheet\.ts$/,
  timeout: 1_200_000,
  reporter: [["line"]],
  use: { ...suite.use, trace: "off", screenshot: "off" },
  projects: suite.projects?.filter((project) => project.name === "phone"),
};
