// Draws the pictures of the review page: node docs/screenshots.mjs PROGRAM STUDY FOLDER [all]
// "all" draws every page at four widths, by day and by night, to look at them; otherwise those that docs/ shows.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
process.env.CROSSCUT = process.argv[2];
const { browser: launch, serve } = await import("../tests/browser/server.mjs");
const [, , , study, folder, all] = process.argv;
mkdirSync(folder, { recursive: true });
const server = await serve(study, "--coder", "Ana");
const chromium = await launch();
const first = await chromium.newContext();
const page = await first.newPage();
await page.goto(server.link);
await page.waitForURL(`${server.origin}/`);
// A few decisions, so that there is something to see.
for (let n = 0; n < 7; n += 1) {
  await page.goto(`${server.origin}/queue`);
  await page.locator(".list .title").first().click();
  await page.getByRole("button", { name: /^(Confirm|Add)/ }).last().click();
  await page.locator(".notice:not([hidden])").waitFor();
}
const card = new URL(page.url());
await page.goto(`${server.origin}/look`);
for (const box of (await page.locator("[name=agreement]").all()).slice(0, 3)) await box.check();
await page.getByRole("button", { name: /Save what/ }).click();
await page.locator(".notice:not([hidden])").waitFor();
await page.goto(`${server.origin}/matrix`);
const element = await page.locator("tbody th a").first().getAttribute("href");
const cell = await page.locator("td a").first().getAttribute("href");
await page.goto(`${server.origin}${element}`);
const clause = await page.locator(".loc a").first().getAttribute("href");
const state = await first.storageState();
card.searchParams.delete("done");
const pages = { start: "/", queue: "/queue", card: card.pathname + card.search, element, matrix: "/matrix", cell, clause, look: "/look",
  outliers: "/outliers", search: "/search?q=critical+infrastructure", conflicts: "/conflicts", history: "/history", changes: "/changes",
  exports: "/exports", settings: "/settings", help: "/help" };
const shown = { card: [1280, 860], matrix: [1280, 860], look: [1280, 860] };
for (const colorScheme of all ? ["light", "dark"] : ["light"]) {
  for (const [name, path] of Object.entries(pages)) {
    const sizes = all ? [[320, 640], [768, 1000], [1280, 860], [1920, 1080]] : shown[name] ? [shown[name]] : [];
    for (const [width, height] of sizes) {
      const context = await chromium.newContext({ storageState: state, colorScheme, viewport: { width, height } });
      const one = await context.newPage();
      await one.goto(`${server.origin}${path}`);
      await one.screenshot({ path: join(folder, all ? `${name}-${width}-${colorScheme}.png` : `review-${name}.png`) });
      await context.close();
    }
  }
}
await chromium.close();
server.stop();
