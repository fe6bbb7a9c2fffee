// What the browser tests share: studies to work on, pages that note what should not happen, and the run of the tests.
// Nothing waits for a time: every step waits for what it leads to, on a busy machine too. A test that takes over two
// minutes hangs and has failed; when too much time is over, the tests that are left are not begun, and it is said which.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { browser as launch, serve, watch } from "./server.mjs";

export const ONE = 120_000;
const ALL = 140_000;

const begun = Date.now();
// Too much time is over to begin something more.
export const late = () => Date.now() - begun > ALL;
// Fails where something takes over two minutes: a test, or a page of one that goes through all pages.
export const limited = (work) => {
  let clock;
  const over = new Promise((_, fail) => { clock = setTimeout(() => fail(new Error(`took over ${ONE} ms`)), ONE); });
  return Promise.race([work, over]).finally(() => clearTimeout(clock));
};

export const scratch = mkdtempSync(join(tmpdir(), "crosscut-browser-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
let copies = 0;
export const copy = (of = process.env.STUDY) => {
  const folder = join(scratch, `study-${copies += 1}`);
  cpSync(of, folder, { recursive: true });
  return folder;
};
export const sample = (name) => fileURLToPath(new URL(`../../data/sample/${name}`, import.meta.url));
export const lines = (study, coder) =>
  readFileSync(join(study, "decisions", `${coder}.jsonl`), "utf8").split("\n").filter((line) => line.trim());
export const log = (study, coder) => lines(study, coder).map((line) => JSON.parse(line));
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
export const axe = async (page, where, rules = (axe) => axe.withTags(WCAG)) => {
  const found = await rules(new AxeBuilder({ page })).analyze();
  const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any?.[0]?.message ?? ""}`).slice(0, 3).join(" | ")}`);
  assert.deepEqual(said, [], `axe on ${where}`);
};

export const chromium = await launch();
export const open = async (server, options = {}, to = "/") => {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(ONE);
  const seen = await watch(context);
  await seen.page.goto(server.link);
  // Where it leads to is another page in an empty folder.
  await seen.page.waitForURL((url) => to ? url.href === server.origin + to : !url.pathname.startsWith("/launch"));
  return { ...seen, context, goto: (path) => seen.page.goto(`${server.origin}${path}`) };
};
// Does something that leads to another page, and waits until that one is there with its script: loaded, or put in the
// place of the one before. Without script it is loaded.
export const go = async (page, act) => {
  const at = () => page.evaluate(() => `${performance.timeOrigin} ${document.body.dataset.shown}`);
  const before = await at();
  if (before.endsWith("undefined")) return Promise.all([page.waitForEvent("load"), act()]);
  await act();
  await page.waitForFunction((before) => document.body?.dataset.shown && `${performance.timeOrigin} ${document.body.dataset.shown}` !== before, before);
};
export const says = (page, text) => page.getByRole("status").filter({ hasText: text }).waitFor();
// As go, and the page that comes says what was done.
export const done = async (page, act, text) => { await go(page, act); await says(page, text); };
export const press = (page, key) => () => page.keyboard.press(key);
export const click = (page, role, name) => () => page.getByRole(role, { name }).first().click();
// The page of the second look, when it is made.
export const look = async ({ page, goto }) => {
  await goto("/look");
  await page.getByRole("button", { name: /Save selection/ }).waitFor();
};

// A server with some decisions, its pages, and what opens them: made once.
const decide = async () => {
  const server = await serve(copy(), "--coder", "Ana");
  const seen = await open(server);
  const { page, goto } = seen;
  await goto("/queue");
  await go(page, press(page, "j"));
  const card = new URL(page.url());
  await done(page, press(page, "c"), "left.");
  const next = new URL(page.url());
  await done(page, press(page, "c"), "left.");
  await look(seen);
  await goto("/matrix");
  const element = await page.locator("tbody th a").first().getAttribute("href");
  const cell = await page.locator(".field td a").first().getAttribute("href");
  await goto(element);
  const clause = await page.locator(".loc a").first().getAttribute("href");
  const state = await seen.context.storageState();
  await seen.context.close();
  const paths = ["/", "/start", "/agreements", "/read?agreement=paris-call", "/page?agreement=paris-call&page=1", "/queue", "/families", card.pathname + card.search, next.pathname + next.search, element, "/matrix", "/together", "/alike", cell, clause,
    "/look", "/draw", "/outliers", "/search?q=shall", "/conflicts", "/reliability", "/history", "/changes", "/exports", "/settings", "/help", "/candidate?id=none"];
  return { server, state, paths };
};
let decided = null;
export const everywhere = async (options, check) => {
  const { server, state, paths } = await (decided ??= decide());
  const context = await chromium.newContext({ storageState: state, ...options });
  context.setDefaultTimeout(ONE);
  const page = await context.newPage();
  const left = [...paths];
  while (left.length && !late()) {
    const path = left.shift();
    await limited(page.goto(`${server.origin}${path}`).then(() => check(page, path)));
  }
  if (left.length) console.log(`skipped: ${left.length} of ${paths.length} pages (this machine is too busy)`);
  await context.close();
};

// Runs the tests, or those that are asked for by a part of their name.
export const run = async (tests) => {
  let failed = 0;
  const only = process.argv[2];
  for (const [name, test] of Object.entries(tests)) {
    if (only && !name.includes(only)) continue;
    const start = Date.now();
    if (late()) {
      console.log(`skipped: ${name} (this machine is too busy)`);
      continue;
    }
    try {
      await (test.pages ? test() : limited(test()));
      console.log(`ok  ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n${error.stack}`);
    }
  }
  await Promise.race([chromium.close(), new Promise((end) => setTimeout(end, 5000))]);
  process.exit(failed ? 1 : 0);
};
