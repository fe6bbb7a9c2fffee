// The review page as people use it. Needs CROSSCUT (the program) and STUDY (a folder with one), prints a line a test.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { browser as launch, serve, watch } from "./server.mjs";

const copy = () => {
  const folder = join(mkdtempSync(join(tmpdir(), "crosscut-")), "study");
  cpSync(process.env.STUDY, folder, { recursive: true });
  return folder;
};
const log = (study, coder) => readFileSync(join(study, "decisions", `${coder}.jsonl`), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const axe = async (page, where) => {
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any?.[0]?.message ?? ""}`).slice(0, 3).join(" | ")}`);
  assert.deepEqual(said, [], `axe on ${where}`);
};
const chromium = await launch();
const open = async (server, options = {}) => {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const seen = await watch(context);
  await seen.page.goto(server.link);
  await seen.page.waitForURL(`${server.origin}/`);
  return { ...seen, context };
};

const tests = {
  async "a first-time reviewer comes from the name to the export"() {
    const study = copy();
    const server = await serve(study);
    const { page, wrong } = await open(server);
    await page.getByLabel("Your name or initials").fill("Ana");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: /Decide on/ }).click();
    await page.getByLabel("Name of the element").fill("Capacity building");
    await page.locator("input[name=clause]").last().uncheck();
    await page.getByRole("button", { name: /^Confirm/ }).click();
    await page.getByRole("status").filter({ hasText: "Capacity building" }).waitFor();
    assert.match(await page.locator(".saved").textContent(), /^Saved \d\d:\d\d:\d\d$/);
    await page.getByRole("link", { name: "Matrix" }).click();
    await page.getByRole("link", { name: "Capacity building" }).first().waitFor();
    await page.locator("td.p1 a, td.p2 a").first().click();
    await page.locator("blockquote").first().waitFor();
    await page.getByRole("link", { name: "Second look" }).click();
    await page.getByRole("checkbox", { name: /^Looked:/ }).first().check();
    await page.getByRole("button", { name: /Save what is ticked/ }).click();
    await page.getByRole("status").filter({ hasText: "left." }).waitFor();
    await page.getByRole("link", { name: "Outliers" }).click();
    await page.getByRole("button", { name: "Worth reporting" }).first().click();
    await page.getByRole("link", { name: "Export" }).click();
    await page.getByRole("button", { name: "Write all files" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "report.html" }).click();
    assert.match(readFileSync(await (await download).path(), "utf8"), /Capacity building/);
    assert.deepEqual(wrong, []);
    assert.equal(log(study, "Ana").length, 3);
    server.stop();
  },

  async "keys do everything, and what was done is undone"() {
    const study = copy();
    const server = await serve(study, "--coder", "Ana");
    const { page, wrong } = await open(server);
    await page.keyboard.press("j");
    await page.waitForURL(/candidate/);
    const first = page.url();
    await page.keyboard.press("1");
    assert.equal(await page.locator("[data-tick='1']").isChecked(), false);
    await page.keyboard.press("r");
    await page.keyboard.type("Typed with c and x");
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: "Typed with c and x" }).waitFor();
    await page.keyboard.press("x");
    await page.keyboard.press("3");
    await page.getByRole("status").filter({ hasText: /boilerplate/ }).waitFor();
    await page.keyboard.press("d");
    await page.getByRole("status").filter({ hasText: /left\./ }).waitFor();
    await page.keyboard.press("u");
    await page.getByRole("status").filter({ hasText: /took back/i }).waitFor();
    await page.keyboard.press("Shift+U");
    await page.getByRole("status").filter({ hasText: /brought back/i }).waitFor();
    await page.keyboard.press("?");
    await page.locator("dialog#help[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await page.waitForURL(/matrix/);
    await page.goto(first);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("p");
    await page.locator("dialog#peek[open] blockquote").first().waitFor();
    assert.deepEqual(wrong, []);
    server.stop();
  },

  async "the focus is always seen and never under the bar"() {
    const server = await serve(copy(), "--coder", "Ana");
    const { page } = await open(server, { viewport: { width: 1100, height: 700 }, reducedMotion: "reduce" });
    await page.goto(`${server.origin}/queue`);
    await page.keyboard.press("j");
    await page.waitForURL(/candidate/);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const one = document.activeElement;
        const box = one.getBoundingClientRect();
        const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const style = getComputedStyle(one);
        return { tag: one.outerHTML.slice(0, 90), covered: over && !one.contains(over) && !over.contains(one) && !!over.closest(".acts") && !one.closest(".acts"), outline: style.outlineStyle, body: one === document.body };
      });
      if (at.body) break;
      assert.equal(at.covered, false, `under the bar: ${at.tag}`);
      assert.notEqual(at.outline, "none", `no focus ring: ${at.tag}`);
    }
    server.stop();
  },

  async "keys can be switched off, and typing is typing"() {
    const server = await serve(copy(), "--coder", "Ana");
    const { page } = await open(server);
    await page.goto(`${server.origin}/settings`);
    await page.getByLabel(/No keys/).check();
    await page.getByRole("button", { name: "Keep", exact: true }).click();
    await page.goto(`${server.origin}/queue`);
    await page.keyboard.press("j");
    await page.waitForTimeout(200);
    assert.match(page.url(), /queue/);
    await page.goto(`${server.origin}/settings`);
    await page.getByLabel(/together with Alt/).check();
    await page.getByRole("button", { name: "Keep", exact: true }).click();
    await page.goto(`${server.origin}/queue`);
    await page.keyboard.press("Alt+j");
    await page.waitForURL(/candidate/);
    server.stop();
  },

  async "everything works without script"() {
    const study = copy();
    const server = await serve(study);
    const { page } = await open(server, { javaScriptEnabled: false });
    await page.getByLabel("Your name or initials").fill("Ana");
    await page.getByRole("button", { name: "Begin" }).click();
    await page.goto(`${server.origin}/queue`);
    await page.getByRole("link", { name: /Begin with the first/ }).click();
    await page.getByRole("button", { name: /^Confirm/ }).click();
    assert.match(await page.locator(".notice").textContent(), /onfirmed/);
    await page.locator("summary", { hasText: "Reject" }).click();
    await page.getByLabel(/different commitments/).check();
    await page.locator("[data-reject]").click();
    await page.locator(".foot").getByRole("button", { name: /Undo/ }).click();
    assert.match(await page.locator(".notice").textContent(), /took back/i);
    assert.equal(log(study, "Ana").length, 3);
    server.stop();
  },

  async "two coders: a stale page shows both versions"() {
    const study = copy();
    const settings = join(study, "crosscut.toml");
    writeFileSync(settings, readFileSync(settings, "utf8").replace("[[agreement]]", "[review]\nblind = false\n\n[[agreement]]"));
    const servers = [await serve(study, "--coder", "Ana"), await serve(study, "--coder", "Ben")];
    const [ana, ben] = [await open(servers[0]), await open(servers[1])];
    await ana.page.goto(`${servers[0].origin}/queue`);
    await ana.page.locator(".list .title").first().click();
    const path = new URL(ana.page.url());
    await ben.page.goto(`${servers[1].origin}${path.pathname}${path.search}`);
    await ben.page.getByLabel("Name of the element").fill("As Ben calls it");
    await ben.page.keyboard.press("Enter");
    await ben.page.getByRole("status").filter({ hasText: "As Ben" }).waitFor();
    await ana.page.getByLabel("Name of the element").fill("As Ana calls it");
    await ana.page.keyboard.press("Enter");
    await ana.page.getByRole("heading", { name: "Somebody was faster" }).waitFor();
    const text = await ana.page.locator("main").textContent();
    assert.match(text, /As Ben calls it/);
    assert.match(text, /As Ana calls it/);
    await axe(ana.page, "a stale page");
    await ana.page.getByRole("button", { name: "Save mine on top of it" }).click();
    await ana.page.getByRole("status").filter({ hasText: "left." }).waitFor();
    assert.equal(log(study, "Ana").length, 1);
    await assert.rejects(serve(study, "--coder", "Ana"), (error) => error.code === 2 && /already at work/.test(error.said));
    servers.forEach((server) => server.stop());
  },

  async "hostile texts do nothing"() {
    const server = await serve(process.env.HOSTILE, "--coder", "<img src=x onerror=alert(1)>");
    const { page, wrong } = await open(server);
    const paths = ["/", "/queue", "/matrix", "/outliers", "/search?q=maintenance", "/history", "/conflicts", "/look", "/changes", "/exports"];
    for (const path of paths) await page.goto(`${server.origin}${path}`);
    for (const href of await page.goto(`${server.origin}/queue`).then(() => page.locator(".list .title").evaluateAll((all) => all.map((a) => a.href)))) {
      await page.goto(href);
      await page.keyboard.press("p");
    }
    await page.goto(`${server.origin}/queue`);
    await page.locator(".list .title").first().click();
    await page.getByLabel("Name of the element").fill("</script><img src=x onerror=alert(2)>\"'{{7*7}}");
    await page.keyboard.press("Enter");
    for (const path of paths) await page.goto(`${server.origin}${path}`);
    assert.equal(await page.locator("main img, main script, main iframe").count(), 0);
    assert.deepEqual(wrong, []);
    server.stop();
  },

  async "after kill -9 in a burst every acknowledged decision is there"() {
    const study = copy();
    for (let round = 0; round < 3; round += 1) {
      const server = await serve(study, "--coder", "Ana");
      const { page, context } = await open(server);
      await page.goto(`${server.origin}/queue`);
      const burst = page.evaluate(async (round) => {
        const form = document.querySelector("[name=form]").value;
        const ids = [...document.querySelectorAll("[name=candidate]")].map((box) => box.value);
        const said = [];
        window.said = said;
        for (let n = 0; n < 400; n += 1) {
          const body = new URLSearchParams({ form, id: ids[n % ids.length], version: "new", act: "note", note: `note ${round} ${n}` });
          const answer = await fetch("/candidate", { method: "POST", body, redirect: "manual" }).catch(() => null);
          if (!answer) break;
          if (answer.type === "opaqueredirect") said.push(`note ${round} ${n}`);
        }
        return said;
      }, round);
      setTimeout(() => server.stop(), 250 + 130 * round);
      const acknowledged = await burst;
      assert.ok(acknowledged.length > 3, "the burst was too short to tell anything");
      const next = await serve(study, "--coder", "Ana");
      next.stop();
      const kept = new Set(readFileSync(join(study, "decisions", "Ana.jsonl"), "utf8").split("\n").flatMap((line) => {
        try { return [JSON.parse(line).text]; } catch { return []; }
      }));
      for (const note of acknowledged) assert.ok(kept.has(note), `${note} was acknowledged and is gone`);
      await context.close();
    }
  },

  async "axe finds nothing, by day and by night, and nothing runs over at 320 pixels"() {
    const study = copy();
    const server = await serve(study, "--coder", "Ana");
    const first = await open(server);
    await first.page.goto(`${server.origin}/queue`);
    await first.page.keyboard.press("j");
    await first.page.waitForURL(/candidate/);
    const card = new URL(first.page.url());
    await first.page.keyboard.press("c");
    await first.page.getByRole("status").filter({ hasText: "left." }).waitFor();
    const next = new URL(first.page.url());
    await first.page.goto(`${server.origin}/matrix`);
    const element = await first.page.locator("tbody th a").first().getAttribute("href");
    const cell = await first.page.locator("td a").first().getAttribute("href");
    await first.page.goto(`${server.origin}${element}`);
    const clause = await first.page.locator(".loc a").first().getAttribute("href");
    const state = await first.context.storageState();
    await first.context.close();
    const paths = ["/", "/queue", card.pathname + card.search, next.pathname + next.search, element, "/matrix", cell, clause, "/look",
      "/outliers", "/search?q=shall", "/conflicts", "/history", "/changes", "/exports", "/settings", "/help", "/candidate?id=none"];
    for (const colorScheme of ["light", "dark"]) {
      const context = await chromium.newContext({ storageState: state, colorScheme, viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      for (const path of paths) {
        await page.goto(`${server.origin}${path}`);
        await axe(page, `${path} ${colorScheme}`);
      }
      await context.close();
    }
    for (const [width, height] of [[320, 640], [640, 450]]) {
      const context = await chromium.newContext({ storageState: state, viewport: { width, height } });
      const page = await context.newPage();
      for (const path of paths) {
        await page.goto(`${server.origin}${path}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${path} runs over by ${wide} at ${width}`);
      }
      await context.close();
    }
    server.stop();
  },
};

let failed = 0;
const only = process.argv[2];
for (const [name, test] of Object.entries(tests)) {
  if (only && !name.includes(only)) continue;
  const start = Date.now();
  try {
    await test();
    console.log(`ok  ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
await chromium.close();
process.exit(failed ? 1 : 0);
