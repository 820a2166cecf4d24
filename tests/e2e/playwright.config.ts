// How the suite runs: one real Chromium, once as a small touch phone, once as an office desk.
// A file named desk*.spec.ts runs at the desk, every other as the phone. `cargo xtask test e2e` says where everything is.
import { defineConfig } from "@playwright/test";
import { results } from "./places.ts";

const chromium = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
  ],
};

export default defineConfig({
  testDir: ".",
  // What a screen reader is told is the same on every machine.
  snapshotPathTemplate: "{testDir}/{testFileDir}/{testFileName}-snapshots/{arg}{ext}",
  outputDir: `${results}/e2e`,
  globalSetup: "./prepare.ts",
  // Two cores carry a browser and a server; a second browser would only make timings lie.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list", { printSteps: false }]],
  use: {
    launchOptions: chromium,
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    colorScheme: "light",
    serviceWorkers: "allow",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  projects: [
    {
      name: "phone",
      testIgnore: /desk[^/]*\.spec\.ts$/,
      use: { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    },
    {
      name: "desk",
      testMatch: /desk[^/]*\.spec\.ts$/,
      use: { viewport: { width: 1280, height: 800 } },
    },
  ],
});
