// What somebody new does here, counted: from an empty folder to a Word file by keys alone and by the mouse alone, the tour,
// the cards, the matrix; and what every page owes to eyes, ears and tongues. Needs CROSSCUT and STUDY; prints its counts.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { axe, click, copy, done, everywhere, go, log, open, press, run, sample, says, scratch } from "./harness.mjs";
import { serve, watch } from "./server.mjs";
import { cards, words } from "./words.mjs";

const OWN = "[translate=no], blockquote, [lang]:not(html), .entry";
const DOCUMENTS = ["paris-call.pdf", "tech-accord.pdf", "nato-pledge.pdf", "charter-of-trust.pdf", "manrs.pdf"];

// An empty folder, its server, and a page that counts what is read on it and what is pressed.
const empty = async (name, ...more) => {
  const study = join(scratch, name);
  mkdirSync(study);
  const server = await serve(study, ...more);
  const seen = await open(server, { viewport: { width: 1366, height: 768 } }, "");
  const sum = { read: 0, quoted: 0, acts: 0, start: Date.now(), seconds: 0 };
  const { page } = seen;
  // What the program says, and apart from it the words of agreements and their names.
  const read = async () => {
    const [all, ours] = [await words(page), await words(page, undefined, OWN)];
    [sum.read, sum.quoted] = [sum.read + ours, sum.quoted + all - ours];
  };
  const act = (what) => async () => { sum.acts += 1; await what(); };
  return { ...seen, study, server, sum, read, act };
};
const choose = async (page, act) => {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), act()]);
  await chooser.setFiles(DOCUMENTS.map(sample));
  // The documents are read while the page stays as it is.
  await page.locator(".entry tbody tr").nth(DOCUMENTS.length - 1).waitFor();
  await page.locator("#working").waitFor({ state: "hidden" });
  await page.locator("#tour a").waitFor();
};
const told = (way, { read, quoted, acts, seconds }) => {
  console.log(`count: by ${way}: first element after ${seconds.toFixed(0)} s and ${acts} acts; on screen ${read} words of the program and ${quoted} of agreements`);
  assert.ok(seconds <= 60, `${seconds} s to the first element`);
  assert.ok(read <= 150, `${read} words to the first element`);
};
const isWord = async (download, name) => {
  assert.match(download.suggestedFilename(), /\.docx$/);
  const bytes = readFileSync(await download.path());
  assert.equal(bytes.subarray(0, 2).toString(), "PK", name);
  assert.ok(bytes.length > 2_000);
};

const tests = {
  async "by keys alone from an empty folder to a Word file"() {
    const { page, wrong, study, server, sum, read, act } = await empty("by-keys");
    const key = (name) => act(press(page, name));
    // Tab until the focus is there, as people do who use no mouse.
    const tab = async (to) => {
      for (let step = 0; step < 80; step += 1) {
        if (await page.evaluate((to) => document.activeElement.matches(to), to)) return;
        await key("Tab")();
      }
      assert.fail(`Tab never came to ${to}`);
    };
    await read();
    await page.keyboard.type("Ana");
    await go(page, key("Enter"));
    await read();
    await tab("#documents");
    await choose(page, key("Space"));
    await tab("#tour a");
    await read();
    await go(page, key("Enter"));
    await read();
    await done(page, key("c"), "onfirmed");
    sum.seconds = (Date.now() - sum.start) / 1000;
    told("keys", sum);
    await key("g")();
    await go(page, key("m"));
    await tab("[data-cell]");
    await page.locator(".panel blockquote").first().waitFor();
    await page.keyboard.press("ArrowRight");
    await tab("a[href$='.docx']");
    const [download] = await Promise.all([page.waitForEvent("download"), key("Enter")()]);
    await isWord(download);
    assert.deepEqual(wrong, []);
    assert.equal(log(study, "Ana").length, 1);
    await server.stop();
  },

  async "by the mouse alone from an empty folder to a Word file"() {
    const { page, wrong, study, server, sum, read, act } = await empty("by-mouse", "--coder", "Ana");
    const on = (role, name) => act(click(page, role, name));
    await read();
    await choose(page, act(() => page.locator("#documents").click()));
    await read();
    await go(page, act(() => page.locator("#tour a").click()));
    await read();
    await done(page, on("button", /^Confirm/), "onfirmed");
    sum.seconds = (Date.now() - sum.start) / 1000;
    told("the mouse", sum);
    await go(page, act(() => page.locator("#tour a").click()));
    await act(() => page.locator(".field td.p1 a, .field td.p2 a").first().hover())();
    await page.locator(".panel blockquote").first().waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), on("link", "Word")()]);
    await isWord(download);
    assert.deepEqual(wrong, []);
    assert.equal(log(study, "Ana").length, 1);
    await server.stop();
  },

  async "the tour of the sample ends in a confirmed element"() {
    const server = await serve(copy(), "--coder", "Ana");
    const { page, wrong } = await open(server);
    const step = (text) => page.locator("#tour", { hasText: text }).waitFor();
    await step(/Step 1 of 3/);
    await go(page, () => page.locator("#tour a").click());
    await step(/Step 2 of 3/);
    await axe(page, "the tour");
    const name = await page.getByLabel("Name of the element").inputValue();
    await done(page, press(page, "c"), name);
    await step(/Step 3 of 3/);
    await go(page, () => page.locator("#tour a").click());
    await page.getByRole("rowheader", { name }).waitFor();
    await page.locator("#tour").waitFor({ state: "hidden" });
    assert.deepEqual(wrong, []);
    await server.stop();
  },

  async "a page outlives the program, and what was typed on it, too"() {
    const study = copy();
    const server = await serve(study, "--coder", "Ana");
    const { page } = await open(server);
    await go(page, click(page, "link", /Decide on/));
    const card = page.url();
    await page.getByLabel("Name of the element").fill("Typed and not saved");
    await server.stop();
    await page.keyboard.press("Control+Enter");
    await says(page, /Crosscut was closed/);
    assert.equal(page.url(), card, "no error page of the browser");
    // The next time it opens on the same address: a bookmark leads there once the launch link was followed.
    const again = await serve(study, "--coder", "Ana");
    assert.equal(again.origin, server.origin);
    await page.goto(again.link);
    await page.waitForURL(`${again.origin}/`);
    await page.goto(again.link);
    await page.waitForURL(`${again.origin}/`);
    await page.goto(card);
    await page.waitForFunction(() => document.querySelector("#name")?.value === "Typed and not saved");
    await done(page, press(page, "c"), "Typed and not saved");
    await go(page, () => page.locator(".notice").getByRole("button", { name: "Undo" }).click());
    assert.equal(new URL(page.url()).searchParams.get("id"), new URL(card).searchParams.get("id"), "undo leads back to its card");
    await again.stop();
  },

  async "forty cards are read on one screen each"() {
    const server = await serve(copy(), "--coder", "Ana");
    const { page, goto } = await open(server);
    await page.evaluate(() => localStorage.setItem("tour", "off"));
    await goto("/queue");
    const all = await page.locator(".list .title").evaluateAll((all) => all.map((a) => a.href));
    const sum = await cards(page, all.slice(0, 40));
    console.log(`count: ${sum.cards} cards of ${sum.clauses} clauses: ${sum.quoted} words of them on screen before “more”, ${sum.words} with all that names them; ${sum.fit} on one screen`);
    assert.ok(sum.quoted <= 100 * sum.cards, `${sum.quoted} words on ${sum.cards} cards`);
    assert.ok(sum.fit >= 0.75 * sum.cards, `${sum.fit} of ${sum.cards} on one screen`);
    await server.stop();
  },

  async "twenty rows of the matrix are on a small screen"() {
    const server = await serve(copy(), "--coder", "Ana");
    const { page, goto } = await open(server, { viewport: { width: 1366, height: 768 } });
    await page.evaluate(() => localStorage.setItem("tour", "off"));
    await goto("/matrix?all=1");
    const shown = await page.evaluate(() => {
      // The suggestions have a line of their own above them, which a matrix of elements has not.
      const part = document.querySelector(".field .part")?.getBoundingClientRect().height ?? 0;
      const intro = document.querySelector(".over-grid .intro")?.getBoundingClientRect();
      const rows = [...document.querySelectorAll(".field [data-row]")].map((row) => row.getBoundingClientRect());
      return { rows: rows.filter((row) => row.bottom - part - (intro ? intro.height + 32 : 0) <= innerHeight).length, high: Math.max(...rows.map((row) => row.height)) };
    });
    console.log(`count: ${shown.rows} rows of the matrix at 1366 × 768, ${shown.high} px each`);
    assert.ok(shown.rows >= 20 && shown.high <= 26.5, JSON.stringify(shown));
    await server.stop();
  },

  // What moves after the first paint is what the browser itself counts as a shift.
  async "nothing shifts when a page is painted, and nothing is asked of anybody else"() {
    const seen = { bytes: 0, others: [] };
    await everywhere({ viewport: { width: 1366, height: 768 } }, async (page, path) => {
      const shifts = await page.evaluate(() => new Promise((end) => {
        const seen = [];
        new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
        const told = (shift) => `${shift.value.toFixed(4)} ${shift.sources.map((source) => source.node?.outerHTML?.slice(0, 60) ?? "").join(" | ")}`;
        requestAnimationFrame(() => setTimeout(() => end(seen.filter((shift) => shift.value > 0.001).map(told)), 60));
      }));
      assert.deepEqual(shifts, [], `${path} shifts`);
      const asked = await page.evaluate(() => performance.getEntriesByType("resource").map((one) => [one.name, one.decodedBodySize]));
      seen.others.push(...asked.map(([name]) => name).filter((name) => !name.startsWith(new URL(page.url()).origin)));
      const size = (end) => asked.find(([name]) => name.endsWith(end))?.[1] ?? 0;
      seen.bytes = Math.max(seen.bytes, size("/style.css") + size("/script.js"));
    });
    console.log(`count: ${seen.bytes} bytes of script and style together`);
    assert.deepEqual(seen.others, []);
    assert.ok(seen.bytes > 0 && seen.bytes <= 60_000, `${seen.bytes} bytes`);
  },

  // The tree that screen readers read, not the tags that it is made of.
  async "everything that can be used has a name of its own for a screen reader"() {
    const NAMED = ["button", "link", "checkbox", "radio", "combobox", "textbox", "searchbox", "listbox", "DisclosureTriangle", "navigation", "columnheader", "rowheader", "dialog", "img"];
    await everywhere({ viewport: { width: 1366, height: 768 } }, async (page, path) => {
      const client = await page.context().newCDPSession(page);
      const { nodes } = await client.send("Accessibility.getFullAXTree");
      await client.detach();
      const said = nodes.filter((node) => !node.ignored).map((node) => ({ role: node.role?.value, name: (node.name?.value ?? "").trim(), level: node.properties?.find((one) => one.name === "level")?.value.value }));
      const mute = said.filter((node) => NAMED.includes(node.role) && !node.name && !(node.role === "columnheader" && path.startsWith("/agreements")));
      assert.deepEqual(mute, [], `without a name on ${path}`);
      const count = (role) => said.filter((node) => node.role === role).length;
      assert.equal(count("main"), 1, `main on ${path}`);
      assert.equal(said.filter((node) => node.role === "heading" && node.level === 1).length, 1, `one first heading on ${path}`);
      if (!path.startsWith("/candidate?id=none")) assert.deepEqual([count("banner"), count("contentinfo")], [1, 1], `head and foot on ${path}`);
      // Ticks and answers of one kind are told apart by what they are about.
      const ticks = said.filter((node) => node.role === "checkbox").map((node) => node.name);
      assert.equal(new Set(ticks).size, ticks.length, `ticks of one name on ${path}: ${ticks.filter((name, at) => ticks.indexOf(name) !== at).slice(0, 3)}`);
    });
  },

  async "every page is whole in French and in Spanish"() {
    // What is read in a language, without what is the agreements' or the coder's own; and buttons that are cut off.
    const read = (page) => page.evaluate(() => {
      const own = "[translate=no], blockquote, script, style, noscript, [lang]:not(html), code, svg, kbd, .text, .strip";
      const said = new Set();
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (text.parentElement.closest(own)) continue;
        // What stands in quotation marks is a name.
        for (const part of text.data.replace(/“[^”]*”|«[^»]*»/g, "“”").split(/ · |\. /)) {
          const plain = part.replace(/[\d.,%’'()]+/g, " ").replace(/\s+/g, " ").trim();
          if (/\p{L}{2,} .*\p{L}{2,}/u.test(plain)) said.add(plain);
        }
      }
      const cut = [...document.querySelectorAll("button, .button, select, summary, .top a, .tabs a")].filter((one) => one.checkVisibility() && !one.matches(".entry *, .jump *, .field *, .vh") && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline");
      return { said: [...said], cut: cut.map((one) => one.textContent.trim().slice(0, 40)) };
    });
    const english = new Map();
    await everywhere({ viewport: { width: 1366, height: 768 } }, async (page, path) => {
      const url = page.url();
      english.set(path, (await read(page)).said);
      for (const tongue of ["fr", "es"]) {
        const to = new URL(url);
        to.searchParams.set("lang", tongue);
        await page.goto(to.href);
        const { said, cut } = await read(page);
        const left = said.filter((text) => english.get(path).includes(text));
        assert.deepEqual(left, [], `English on ${path} in ${tongue}`);
        await page.setViewportSize({ width: 390, height: 844 });
        const narrow = (await read(page)).cut;
        await page.setViewportSize({ width: 1366, height: 768 });
        assert.deepEqual([cut, narrow], [[], []], `cut off on ${path} in ${tongue}`);
      }
      const back = new URL(url);
      back.searchParams.set("lang", "en");
      await page.goto(back.href);
    });
  },
};

// These go through all pages, each of which has its two minutes.
for (const name of Object.keys(tests).filter((name) => /^(nothing shifts|everything that|every page)/.test(name))) tests[name].pages = true;
await run(tests);
