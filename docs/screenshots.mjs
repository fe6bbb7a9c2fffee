// Draws the pictures of the review page: node docs/screenshots.mjs PROGRAM STUDY FOLDER [all]
// "all" draws every page at four widths and at 200 % zoom, by day and by night, to look at them; otherwise those that
// docs/ shows.
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
// Does something, and waits for the page that it leads to.
const go = async (act) => {
  const at = () => page.evaluate(() => `${performance.timeOrigin} ${document.body.dataset.shown}`);
  const before = await at();
  await act();
  await page.waitForFunction((before) => document.body?.dataset.shown && `${performance.timeOrigin} ${document.body.dataset.shown}` !== before, before);
};
await page.goto(server.link);
await page.waitForURL((url) => !url.pathname.startsWith("/launch"));
// A few decisions, so that there is something to see.
for (let n = 0; n < 9; n += 1) {
  await page.goto(`${server.origin}/queue`);
  await go(() => page.locator(".list .title").first().click());
  await go(() => page.getByRole("button", { name: n === 4 ? /^Later/ : /^(Confirm|Add) \d/ }).first().click());
}
await page.goto(`${server.origin}/queue`);
const card = new URL(await page.locator(".list .title").first().getAttribute("href"), server.origin);
await page.goto(`${server.origin}/look`);
await page.getByRole("button", { name: /Save selection/ }).waitFor();
for (const no of (await page.getByRole("radio", { name: "no", exact: true }).all()).slice(0, 3)) await no.check();
await go(() => page.getByRole("button", { name: /Save selection/ }).click());
await page.goto(`${server.origin}/outliers`);
await go(() => page.getByRole("button", { name: "Report" }).first().click());
await page.goto(`${server.origin}/matrix`);
const element = await page.locator("tbody th a").first().getAttribute("href");
const cell = await page.locator(".field td a").first().getAttribute("href");
await page.goto(`${server.origin}${element}`);
const clause = await page.locator(".loc a").first().getAttribute("href");
const own = new URL(clause, server.origin).searchParams.get("id").split("#")[0];
const state = await first.storageState();
card.searchParams.delete("done");
const pages = { start: "/start", agreements: "/agreements", reading: `/read?agreement=${own}`, page: `/page?agreement=${own}&page=1`, draw: "/draw", queue: "/queue", card: card.pathname + card.search, element, matrix: "/matrix", together: "/together", alike: "/alike",
  cell, clause, look: "/look", outliers: "/outliers", search: "/search?q=critical+infrastructure", conflicts: "/conflicts",
  reliability: "/reliability", history: "/history", changes: "/changes", exports: "/exports", settings: "/settings", help: "/help" };
const shown = { card: [1280, 860], matrix: [1280, 860], look: [1280, 860], agreements: [1280, 860] };
const draw = async (name, size, options) => {
  const [width, height] = size;
  const context = await chromium.newContext({ storageState: state, viewport: { width, height }, ...options });
  const one = await context.newPage();
  await one.goto(`${server.origin}${pages[name]}`);
  const at = [width, options.colorScheme, options.deviceScaleFactor ? "zoom" : ""].filter(Boolean).join("-");
  if (name === "matrix") await one.locator(".field td.p1 a, .field td.p2 a").first().hover().catch(() => {});
  if (name === "matrix") await one.locator(".panel blockquote").first().waitFor({ timeout: 3000 }).catch(() => {});
  await one.screenshot({ path: join(folder, all ? `${name}-${at}.png` : `review-${name}.png`) });
  await context.close();
};
for (const name of Object.keys(pages)) {
  if (!all) {
    if (shown[name]) await draw(name, shown[name], { colorScheme: "light" });
    continue;
  }
  for (const colorScheme of ["light", "dark"]) {
    for (const size of [[390, 844], [768, 1000], [1366, 768], [1920, 1080]]) await draw(name, size, { colorScheme });
  }
  await draw(name, [640, 430], { colorScheme: "light", deviceScaleFactor: 2 });
}
await chromium.close();
await server.stop();
