// The review page as people use it. Needs CROSSCUT (the program), STUDY and HOSTILE (folders with studies); prints a line
// a test.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ONE, axe, chromium, click, copy, done, go, everywhere, lines, log, look, open, press, run, sample, says, scratch } from "./harness.mjs";
import { serve, watch } from "./server.mjs";

const noOverflow = async (page, path) => {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${path} runs over by ${wide}`);
};

const tests = {
  async "a first-time reviewer comes from the name to the export"() {
    const study = copy();
    const server = await serve(study);
    const seen = await open(server);
    const { page, wrong } = seen;
    await page.getByLabel("Your name or initials").fill("Ana");
    await go(page, press(page, "Enter"));
    await go(page, click(page, "link", /Decide on/));
    await page.getByLabel("Name of the element").fill("Capacity building");
    await page.locator("input[name=clause]").last().uncheck();
    await done(page, click(page, "button", /^Confirm/), "Capacity building");
    assert.match(await page.locator(".saved").textContent(), /^Saved \d\d:\d\d:\d\d$/);
    await go(page, click(page, "link", "Matrix"));
    await page.getByRole("link", { name: "Capacity building" }).first().waitFor();
    await page.locator("td.p1 a, td.p2 a").first().click();
    await page.locator(".panel blockquote").first().waitFor();
    await look(seen);
    await page.getByRole("radio", { name: "no", exact: true }).first().check();
    await done(page, click(page, "button", /Save selection/), /absent/);
    await go(page, click(page, "link", "Outliers"));
    await done(page, click(page, "button", "Report"), /worth reporting/);
    await go(page, click(page, "link", "Export"));
    for (const [file, holds] of [["report.html", /Capacity building/], ["matrix.csv", /Capacity building/], ["decisions.jsonl", /"type":"absent"/]]) {
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name: file }).click();
      assert.match(readFileSync(await (await download).path(), "utf8"), holds);
    }
    assert.deepEqual(wrong, []);
    assert.equal(log(study, "Ana").length, 3);
    await server.stop();
  },

  async "keys do everything, and what was done is undone"() {
    const study = copy();
    const server = await serve(study, "--coder", "Ana");
    const { page, wrong } = await open(server);
    await go(page, press(page, "j"));
    const first = page.url();
    await page.keyboard.press("1");
    assert.equal(await page.locator("[data-tick='1']").isChecked(), false);
    await page.keyboard.press("r");
    await page.keyboard.type("Typed with c and x");
    await page.keyboard.press("Enter");
    await done(page, press(page, "c"), "Typed with c and x");
    await page.keyboard.press("x");
    await done(page, press(page, "3"), /boilerplate/);
    await page.keyboard.press("ArrowRight");
    await done(page, press(page, "o"), /outlier|worth/i);
    await done(page, press(page, "d"), /left, 1 of them postponed\./);
    await done(page, press(page, "u"), /undid/i);
    await done(page, press(page, "Shift+U"), /redid/i);
    await page.keyboard.press("?");
    await page.locator("dialog#help[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog#help[open]").waitFor({ state: "hidden" });
    await page.keyboard.press("g");
    await go(page, press(page, "m"));
    assert.match(page.url(), /matrix/);
    await page.goto(first);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("p");
    await page.locator("dialog#peek[open] blockquote").first().waitFor();
    assert.deepEqual(wrong, []);
    assert.deepEqual(log(study, "Ana").map((event) => event.type), ["together", "reject", "outlier", "defer", "undo", "undo"]);
    await server.stop();
  },

  // What Enter does in each field of each page, with a script and without: what its own form says, or nothing.
  async "Enter does what the pop-up says and nothing else"() {
    for (const javaScriptEnabled of [true, false]) {
      const study = copy();
      const settings = join(study, "crosscut.toml");
      writeFileSync(settings, readFileSync(settings, "utf8").replace("[[agreement]]", "[review]\nblind = false\n\n[[agreement]]"));
      const server = await serve(study, "--coder", "Ana");
      const { page, goto, wrong } = await open(server, { javaScriptEnabled });
      const types = () => { try { return log(study, "Ana").map((event) => event.type === "together" ? event.decisions.map((one) => one.type).join("+") : event.type); } catch { return []; } };
      await goto("/queue");
      const cards = await page.locator(".list .title").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
      // Saves nothing: the name, a tick, the ticks of the queue.
      const nothing = async (field) => {
        const before = types().length;
        await field.focus();
        await page.keyboard.press("Enter");
        await page.waitForTimeout(150);
        assert.equal(types().length, before, `Enter saved ${types().at(-1)}`);
      };
      await nothing(page.locator("[name=candidate]").first());
      await goto(cards[0]);
      await nothing(page.locator("#name"));
      await nothing(page.locator(".columns [name=clause]").first());
      const drawer = async (name) => {
        await page.locator("summary", { hasText: name }).first().click();
        return page.locator("details.drop[open]");
      };
      const enters = async (field, type) => {
        await field.focus();
        await go(page, press(page, "Enter"));
        assert.equal(types().at(-1), type);
      };
      await enters((await drawer("Reject")).locator("[name=reason]").nth(1), "reject");
      await goto(cards[1]);
      const comment = (await drawer("Reject")).locator("[name=comment]");
      await comment.fill("as everywhere");
      await enters(comment, "reject");
      await goto(cards[2]);
      const other = (await drawer("Split")).locator("[name=other]");
      if (javaScriptEnabled) await page.locator(".columns [name=clause]").first().evaluate((box) => { box.checked = false; });
      else await page.locator("details.drop[open] [name=clause]").first().uncheck();
      await other.fill("The other half");
      await enters(other, "confirm+confirm");
      await goto(cards[3]);
      // With a script it is picked; without one it is typed.
      const add = await drawer("Add to");
      const into = javaScriptEnabled ? page.locator("dialog#picker input") : add.locator("[name=into]");
      await into.fill("The other half");
      if (javaScriptEnabled) await page.locator("#picked [aria-selected=true]", { hasText: "The other half" }).waitFor();
      await enters(into, "add");
      await goto("/outliers");
      const alone = page.locator("[name=into]").first();
      await alone.fill("The other half");
      await enters(alone, "add");
      await goto("/matrix");
      await go(page, () => page.getByRole("link", { name: "The other half" }).first().click());
      await nothing(page.locator("#name"));
      if (await page.locator("[name=agreement]").count()) await nothing(page.locator("[name=agreement]").first());
      const clause = await page.locator(".loc a").first().getAttribute("href");
      const own = (await drawer("Split")).locator("[name=other]");
      if (javaScriptEnabled) await page.locator(".columns [name=clause]").first().evaluate((box) => { box.checked = true; });
      else await page.locator("details.drop[open] [name=clause]").first().check();
      await own.fill("Split off");
      await enters(own, "split");
      await goto(clause);
      const to = page.locator("[name=into]");
      await to.fill("Split off");
      await enters(to, "add");
      assert.equal(types().filter((type) => type === "outlier").length, 0);
      assert.deepEqual(wrong, []);
      await server.stop();
    }
  },

  async "the focus is always seen and never under the bar"() {
    const server = await serve(copy(), "--coder", "Ana");
    const { page, goto } = await open(server, { viewport: { width: 1100, height: 700 }, reducedMotion: "reduce" });
    await goto("/queue");
    await go(page, press(page, "j"));
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
    await server.stop();
  },

  async "on a narrow window the link to this page is in view, and Tab still begins at the top"() {
    const server = await serve(copy(), "--coder", "Ana");
    const { page, goto } = await open(server, { viewport: { width: 320, height: 640 } });
    for (const path of ["/queue", "/matrix", "/exports"]) {
      await goto(path);
      const link = await page.locator(".top [aria-current]").boundingBox();
      assert.ok(link.x >= 0 && link.x + link.width <= 320, `${path}: ${JSON.stringify(link)}`);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.className), "skip", path);
    }
    await server.stop();
  },

  async "nothing moves for those who asked for that"() {
    const server = await serve(copy(), "--coder", "Ana");
    const moving = () => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return style.transitionDuration.split(",").some((time) => parseFloat(time) > 0) || style.animationName !== "none";
    }).length;
    for (const [reducedMotion, moves] of [["reduce", false], ["no-preference", true]]) {
      const context = await chromium.newContext({ reducedMotion });
      const page = await context.newPage();
      if (!server.state) {
        await page.goto(server.link);
        await page.waitForURL(`${server.origin}/`);
        server.state = await context.storageState();
      } else {
        await context.addCookies(server.state.cookies);
      }
      await page.goto(`${server.origin}/queue`);
      assert.equal(await page.evaluate(moving) > 0, moves, reducedMotion);
      await context.close();
    }
    await server.stop();
  },

  async "keys can be switched off, and typing is typing"() {
    const server = await serve(copy(), "--coder", "Ana");
    const { page, goto } = await open(server);
    const keep = async (mode) => {
      await goto("/settings");
      await page.getByLabel(mode).check();
      await go(page, () => page.getByRole("button", { name: "Save", exact: true }).click());
      await goto("/queue");
    };
    await keep(/Never/);
    await page.keyboard.press("j");
    await page.keyboard.press("?");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    assert.match(page.url(), /queue/);
    await keep(/Only with Alt/);
    await go(page, press(page, "Alt+j"));
    assert.match(page.url(), /candidate/);
    await server.stop();
  },

  async "everything works without script"() {
    const study = copy();
    const server = await serve(study);
    const { page, goto } = await open(server, { javaScriptEnabled: false });
    await page.getByLabel("Your name or initials").fill("Ana");
    await go(page, click(page, "button", "Start"));
    await goto("/queue");
    await go(page, click(page, "link", /Start with the first/));
    await done(page, click(page, "button", /^Confirm/), /onfirmed/);
    await page.locator("summary", { hasText: "Reject" }).click();
    await page.getByLabel(/different commitments/).check();
    await done(page, () => page.locator("[data-reject]").click(), /rejected/i);
    await done(page, () => page.locator(".foot").getByRole("button", { name: /Undo/ }).click(), /undid/i);
    await goto("/look");
    const ready = page.getByRole("button", { name: /Save selection/ });
    while (!(await ready.count())) await go(page, click(page, "link", /when it is ready/));
    assert.equal(log(study, "Ana").length, 3);
    await server.stop();
  },

  async "an empty folder becomes a study by the documents that are added"() {
    const study = join(scratch, "from-nothing");
    mkdirSync(study);
    const server = await serve(study, "--coder", "Ana");
    const context = await chromium.newContext({ viewport: { width: 1366, height: 768 } });
    context.setDefaultTimeout(ONE);
    const { page, wrong } = await watch(context);
    await page.goto(server.link);
    await page.waitForURL(`${server.origin}/agreements`);
    await axe(page, "agreements of an empty study");
    await go(page, () => page.getByLabel("Add documents").setInputFiles([sample("nato-pledge.pdf"), sample("tech-accord.pdf")]));
    await page.locator(".entry tbody tr").nth(1).waitFor();
    await page.locator("#working").waitFor({ state: "hidden" });
    await axe(page, "agreements");
    const toml = () => readFileSync(join(study, "crosscut.toml"), "utf8");
    // A cell is saved when it is left, by Tab or Enter, and taken back.
    const year = page.locator(".entry [name=year]").first();
    const before = await year.inputValue();
    await year.fill("2001");
    await page.keyboard.press("Tab");
    await says(page, "2001");
    assert.match(toml(), /year = 2001/);
    await go(page, () => page.locator(".notice").getByRole("button", { name: "Undo" }).click());
    assert.equal(await page.locator(".entry [name=year]").first().inputValue(), before);
    assert.doesNotMatch(toml(), /year = 2001/);
    await page.locator(".entry [name=year]").first().fill("soon");
    await page.keyboard.press("Enter");
    await says(page, /digits/);
    assert.equal(await page.locator(".entry [name=year]").first().inputValue(), "soon");
    await page.locator(".entry [name=in_force]").first().selectOption("yes");
    await says(page, "In force");
    assert.match(toml(), /in_force = true/);
    // What goes comes back.
    await go(page, () => page.getByRole("button", { name: /^Remove/ }).last().click());
    await page.getByRole("button", { name: /^Bring back/ }).waitFor();
    await page.locator("#working").waitFor({ state: "hidden" });
    assert.equal(await page.locator(".entry tbody tr").count(), 1);
    await go(page, () => page.getByRole("button", { name: /^Bring back/ }).click());
    await page.locator(".entry tbody tr").nth(1).waitFor();
    await page.locator("#working").waitFor({ state: "hidden" });
    await go(page, () => page.locator(".entry .file a").first().click());
    await page.locator(".line p").first().waitFor();
    await axe(page, "an agreement to read");
    assert.deepEqual(wrong, []);
    await server.stop();
  },

  async "the picker leads to elements, clauses and actions"() {
    const study = copy();
    const server = await serve(study, "--coder", "Ana");
    const { page, goto, wrong } = await open(server);
    await goto("/queue");
    await go(page, press(page, "j"));
    await page.getByLabel("Name of the element").fill("Zebra crossings");
    await done(page, press(page, "Control+Enter"), "Zebra");
    const pick = async (typed, text) => {
      await page.keyboard.press("Control+k");
      await page.locator("dialog#picker[open]").waitFor();
      await page.keyboard.type(typed);
      await page.locator("#picked [aria-selected=true]", { hasText: text }).waitFor();
      await axe(page, "the picker");
      await go(page, press(page, "Enter"));
    };
    const top = await page.evaluate(() => scrollY);
    await page.keyboard.press("m");
    await page.locator("dialog#picker[open]").waitFor();
    assert.equal(await page.evaluate(() => scrollY), top, "it opens without a jump");
    await page.keyboard.press("Escape");
    await pick("zeb cro", "Zebra crossings");
    assert.match(page.url(), /\/element/);
    await pick("budapest 9 1", "Article 9");
    assert.match(page.url(), /\/clause.*budapest/);
    await pick("outl", "Outliers");
    assert.match(page.url(), /\/outliers/);
    // A new name at “Add to” makes an element.
    await goto("/queue");
    await go(page, press(page, "j"));
    await page.keyboard.press("m");
    await page.keyboard.type("Quite new");
    await page.locator("#picked [data-create]").waitFor();
    await page.keyboard.press("ArrowUp");
    await done(page, press(page, "Enter"), "Quite new");
    assert.deepEqual(wrong, []);
    await server.stop();
  },

  async "two coders: a stale page shows both versions"() {
    const study = copy();
    const settings = join(study, "crosscut.toml");
    writeFileSync(settings, readFileSync(settings, "utf8").replace("[[agreement]]", "[review]\nblind = false\n\n[[agreement]]"));
    const servers = [await serve(study, "--coder", "Ana"), await serve(study, "--coder", "Ben")];
    const [ana, ben] = [await open(servers[0]), await open(servers[1])];
    await ana.goto("/queue");
    await go(ana.page, () => ana.page.locator(".list .title").first().click());
    const path = new URL(ana.page.url());
    await ben.goto(path.pathname + path.search);
    await ben.page.getByLabel("Name of the element").fill("As Ben calls it");
    await done(ben.page, press(ben.page, "Control+Enter"), "As Ben");
    await ana.page.getByLabel("Name of the element").fill("As Ana calls it");
    await go(ana.page, press(ana.page, "Control+Enter"));
    await ana.page.getByRole("heading", { name: "Changed in the meantime" }).waitFor();
    const text = await ana.page.locator("main").textContent();
    assert.match(text, /As Ben calls it/);
    assert.match(text, /As Ana calls it/);
    await axe(ana.page, "a stale page");
    await done(ana.page, click(ana.page, "button", "Save mine anyway"), "left.");
    assert.equal(log(study, "Ana").length, 1);
    await assert.rejects(serve(study, "--coder", "Ana"), (error) => error.code === 2 && /already working/.test(error.said));
    await Promise.all(servers.map((server) => server.stop()));
  },

  async "two coders are blind until both have finished"() {
    const study = copy();
    const servers = [await serve(study, "--coder", "Ana"), await serve(study, "--coder", "Ben")];
    const [ana, ben] = [await open(servers[0]), await open(servers[1])];
    for (const [{ page, goto }, name] of [[ana, "As Ana calls it"], [ben, "As Ben calls it"]]) {
      await goto("/queue");
      await go(page, () => page.locator(".list .title").first().click());
      await page.getByLabel("Name of the element").fill(name);
      await done(page, press(page, "Control+Enter"), name);
    }
    await ben.goto("/matrix");
    assert.doesNotMatch(await ben.page.locator("main").textContent(), /As Ana/);
    await ben.goto("/reliability");
    assert.match(await ben.page.locator("main").textContent(), /blind/);
    for (const { page, goto } of [ana, ben]) {
      await goto("/start");
      await go(page, click(page, "button", "I have finished"));
    }
    await ben.goto("/reliability");
    await ben.page.getByRole("heading", { name: "Measures" }).waitFor();
    await axe(ben.page, "reliability");
    await ben.goto("/conflicts");
    assert.match(await ben.page.locator("main").textContent(), /As Ana calls it/);
    await axe(ben.page, "conflicts");
    await Promise.all(servers.map((server) => server.stop()));
  },

  async "hostile texts do nothing"() {
    const server = await serve(process.env.HOSTILE, "--coder", "<img src=x onerror=alert(1)>");
    const { page, wrong, goto } = await open(server);
    const paths = ["/", "/start", "/queue", "/matrix", "/together", "/alike", "/outliers", "/search?q=maintenance", "/history", "/conflicts", "/reliability", "/look", "/changes", "/exports"];
    await goto("/queue");
    for (const href of await page.locator(".list .title").evaluateAll((all) => all.map((a) => a.href))) {
      await page.goto(href);
      await page.keyboard.press("p");
      await page.locator("dialog#peek[open] blockquote").first().waitFor();
    }
    await goto("/queue");
    await go(page, () => page.locator(".list .title").first().click());
    await page.getByLabel("Name of the element").fill("</script><img src=x onerror=alert(2)>\"'{{7*7}}");
    await done(page, press(page, "Control+Enter"), "onerror");
    for (const path of paths) await goto(path);
    assert.equal(await page.locator("main img, main script, main iframe").count(), 0);
    assert.deepEqual(wrong, []);
    await server.stop();
  },

  async "after kill -9 in a burst every acknowledged decision is there"() {
    const study = copy();
    for (let round = 0; round < 3; round += 1) {
      const server = await serve(study, "--coder", "Ana");
      const { page, context, goto } = await open(server);
      await goto("/queue");
      // The server is killed when some of the burst is on disk, wherever it is by then.
      const enough = 8 * (round + 1) + 5 * round;
      let acknowledged = 0;
      await page.exposeFunction("heard", () => { if ((acknowledged += 1) === enough) server.stop(); });
      const kept = await page.evaluate(async (round) => {
        const form = document.querySelector("[name=form]").value;
        const ids = [...document.querySelectorAll("[name=candidate]")].map((box) => box.value);
        const said = [];
        for (let n = 0; n < 100_000; n += 1) {
          const body = new URLSearchParams({ form, id: ids[n % ids.length], version: "new", act: "note", note: `note ${round} ${n}` });
          const answer = await fetch("/candidate", { method: "POST", body, redirect: "manual" }).catch(() => null);
          if (!answer) break;
          if (answer.type === "opaqueredirect") { said.push(`note ${round} ${n}`); window.heard(); }
        }
        return said;
      }, round);
      assert.ok(kept.length >= enough, "the burst was too short to tell anything");
      await server.stop();
      await (await serve(study, "--coder", "Ana")).stop();
      const there = new Set(lines(study, "Ana").map((line) => { try { return JSON.parse(line).text; } catch { return null; } }));
      for (const note of kept) assert.ok(there.has(note), `${note} was acknowledged and is gone`);
      await context.close();
    }
  },

  async "the page speaks the language that is chosen"() {
    const server = await serve(copy(), "--coder", "Ana");
    const { page, goto, wrong, context } = await open(server);
    await goto("/queue?lang=fr");
    assert.equal(await page.locator("html").getAttribute("lang"), "fr");
    assert.equal(new URL(page.url()).search, "", "the address need not say it again");
    await page.getByRole("heading", { name: "Candidats à trancher" }).waitFor();
    await go(page, press(page, "j"));
    const name = await page.getByLabel("Nom de l’élément").inputValue();
    await axe(page, "a card in French");
    await done(page, press(page, "c"), "Reste");
    assert.match(await page.getByRole("status").first().textContent(), /A confirmé «/);
    await page.getByRole("button", { name: "Fermer le message" }).waitFor();
    await go(page, click(page, "link", "Matrice"));
    await page.getByRole("rowheader", { name }).waitFor();
    await axe(page, "the matrix in French");
    // What the script says, and what it fetches.
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Élément, accord, clause ou action" }).fill("accords");
    await page.getByRole("option", { name: "Accords page", exact: true }).waitFor();
    // The first empties the field, the second closes the picker.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.locator("#picker").waitFor({ state: "hidden" });
    await go(page, click(page, "link", "Español"));
    assert.equal(await page.locator("html").getAttribute("lang"), "es");
    await page.getByRole("heading", { name: "Elementos y acuerdos" }).waitFor();
    await page.getByRole("rowheader", { name }).waitFor();
    assert.deepEqual(wrong, []);
    await context.close();
    await server.stop();
    const other = await serve(copy(), "--coder", "Ana");
    const seen = await open(other, { locale: "es-AR" });
    assert.equal(await seen.page.locator("html").getAttribute("lang"), "es", "the browser's own language");
    await seen.context.close();
    await other.stop();
  },

  async "nothing runs over at 320 pixels"() {
    await everywhere({ viewport: { width: 320, height: 640 } }, noOverflow);
  },

  // 200 % zoom of a window of 1280 by 900 pixels is half of it in CSS pixels, at twice the density.
  async "nothing runs over at 200 % zoom"() {
    await everywhere({ viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }, noOverflow);
  },

  async "axe finds nothing by day"() {
    await everywhere({ colorScheme: "light", viewport: { width: 1280, height: 900 } }, axe);
  },

  // What the night changes are the colours.
  async "axe finds nothing by night"() {
    const contrast = (axe) => axe.withRules(["color-contrast", "link-in-text-block"]);
    await everywhere({ colorScheme: "dark", viewport: { width: 1280, height: 900 } }, (page, path) => axe(page, path, contrast));
  },
};

// These go through all pages, each of which has its two minutes.
for (const name of Object.keys(tests).filter((name) => /^(axe|nothing runs over)/.test(name))) tests[name].pages = true;
await run(tests);
