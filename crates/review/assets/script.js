// Keys, ticks, two dialogs, the cell beside the matrix, and pages without a jump. The page works without it: this only
// presses the buttons that are there, follows the links, and puts what comes in the place of what is shown.
const typing = (at) => at.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const one = (what) => document.querySelector(what);
const all = (what) => [...document.querySelectorAll(what)];
const named = (act) => one(`main [data-act="${act}"]`) || one(`[data-act="${act}"]`);
const clauses = () => all(".clause");
const drawers = () => all("details.drop");
const opened = () => one("details.drop[open], details.menu[open]");
const decide = () => document.getElementById("decide");
const notice = one(".notice");
// What is said here, in the language of the page.
const told = JSON.parse(document.body.dataset.words || "{}");
const t = (text) => told[text] || text;
let set = {};
let shown = 0;

// What is typed and ticked and not saved yet survives leaving the page: it comes back with the same version of it.
const OWN = ["form", "id", "version", "order", "back"];
const draft = () => {
  const form = decide();
  const of = (name) => form?.elements.namedItem(name)?.value || "";
  return form && of("id") ? `${one(".home").textContent} ${form.getAttribute("action")} ${of("id")} ${of("version")}` : null;
};
const fields = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !OWN.includes(name)));
// It waits in the browser for two weeks, also when the program was closed and opens on the same address again.
const KEPT = "draft ";
const keep = () => { if (draft()) localStorage.setItem(KEPT + draft(), JSON.stringify({ at: Date.now(), values: fields(decide()) })); };
const forget = (name) => localStorage.removeItem(KEPT + name);
for (const name of Object.keys(localStorage)) {
  if (name.startsWith(KEPT) && !(Date.now() - JSON.parse(localStorage[name]).at < 14 * 86400e3)) localStorage.removeItem(name);
}
const restore = () => {
  const kept = draft() && JSON.parse(localStorage.getItem(KEPT + draft()) || "{}").values;
  if (!kept || kept === fields(decide())) return;
  const values = JSON.parse(kept);
  for (const field of decide().elements) {
    const mine = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox") field.checked = mine.includes(field.value);
    else if (mine.length && field.matches("input:not([type=hidden]), textarea")) [field.value] = mine;
  }
};

// A message is said by a region that was there before it.
const say = (all, alarm) => {
  const nodes = all.filter((node) => node.nodeType === 1);
  notice.classList.toggle("gap", !!alarm);
  notice.replaceChildren();
  clearTimeout(quiet);
  if (!nodes.length) return;
  const shut = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: "✕" });
  shut.setAttribute("aria-label", t("Close the message"));
  shut.addEventListener("click", () => say([]));
  requestAnimationFrame(() => notice.replaceChildren(...nodes, shut));
  if (!alarm) quiet = setTimeout(fade, 12_000);
};
// A message goes by itself, unless somebody is at it; the foot of the page and the history undo as well.
let quiet = null;
const fade = () => { if (notice.matches(":hover, :focus-within")) quiet = setTimeout(fade, 3_000); else say([]); };
const words = (text) => { const span = document.createElement("span"); span.textContent = text; return [span]; };

// How many clauses are ticked, and which cells of the strip they fill.
const count = () => {
  const boxes = all(".columns input[name=clause]");
  const ticked = one(".ticked");
  if (ticked) ticked.textContent = boxes.filter((box) => box.checked).length;
  for (const column of all(".col[data-agreement]")) {
    const cell = one(`.strip [data-agreement="${CSS.escape(column.dataset.agreement)}"]`);
    const [some, none] = ["input[name=clause]:checked", "input[name=clause]:not(:checked)"].map((what) => column.querySelector(what));
    cell?.classList.toggle("off", !some);
    const jump = one(`.jump [href="#${column.id}"]`);
    jump?.classList.toggle("some", !!some && !!none);
    jump?.classList.toggle("all", !!some && !none);
  }
};

// Long quotes are folded to the lines around the first shared word, as the style does from the first; “more” shows all.
const fold = () => {
  for (const quote of all(".card blockquote")) {
    if (quote.scrollHeight < quote.clientHeight + 20) {
      quote.classList.add("whole");
      continue;
    }
    quote.classList.add("folded");
    const word = quote.querySelector("mark");
    const line = parseFloat(getComputedStyle(quote).lineHeight);
    if (word) quote.scrollTop = Math.max(0, Math.floor(word.offsetTop / line) - 1) * line;
    quote.classList.toggle("later", quote.scrollTop > 0);
    const more = Object.assign(document.createElement("button"), { type: "button", className: "quiet unfold", textContent: t("more") });
    more.addEventListener("click", () => { quote.scrollTop = 0; quote.classList.remove("folded", "later"); quote.classList.add("whole"); more.remove(); });
    quote.after(more);
  }
  document.body.classList.toggle("unmarked", localStorage.getItem("unmarked") === "1");
};

// What every page needs when it is shown, at first and after each step.
const show = () => {
  set = JSON.parse(document.body.dataset.keys || "{}");
  // On a narrow window the links to the pages are rows that scroll: the link to this page is shown in the middle. The row
  // itself is scrolled, because `scrollIntoView` would also move the point from which Tab starts.
  for (const current of all(".top [aria-current], .tabs [aria-current]")) {
    const middle = (at) => { const { left, width } = at.getBoundingClientRect(); return left + width / 2; };
    current.parentElement.scrollLeft += middle(current) - middle(current.parentElement);
  }
  restore();
  if (one("main.card:not(.element)")) count();
  // One drawer open at a time.
  for (const drawer of drawers()) {
    drawer.addEventListener("toggle", () => {
      if (!drawer.open) return;
      for (const other of drawers()) if (other !== drawer) other.open = false;
      drawer.querySelector("input:not([type=hidden]), textarea, button")?.focus({ preventScroll: true });
      say([]);
    });
  }
  // What is being made is shown when it is ready.
  const coming = one("a[data-wait]");
  if (coming) setTimeout(() => { if (coming.isConnected) visit(coming.href, { replace: true }); }, 700);
  if (localStorage.getItem("tour") === "off") one("#tour").hidden = true;
  fold();
  rove();
  poll();
  document.body.dataset.shown = shown += 1;
};

// A page as text; what is for browsers without script only is not for this one.
const parse = (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  page.querySelectorAll("noscript").forEach((other) => other.remove());
  return page;
};
// As when a page is loaded: Tab begins at its top.
const atTop = () => { document.body.tabIndex = -1; document.body.focus({ preventScroll: true }); document.body.removeAttribute("tabindex"); };

// Puts a page that came in the place of what is shown. Where it is the same page, nothing jumps and the focus stays.
const mark = (at) => {
  if (!at || !at.closest?.("main")) return null;
  if (at.dataset.cell !== undefined) return `[data-cell][href="${CSS.escape(at.getAttribute("href"))}"]`;
  if (at.name && at.value && at.form) return `main [name="${CSS.escape(at.name)}"][value="${CSS.escape(at.value)}"]`;
  return at.id ? `#${CSS.escape(at.id)}` : null;
};
const WHERE = ["id", "q", "like", "element", "from", "order", "show", "agreement", "page"];
const place = (url) => [url.pathname, ...WHERE.map((name) => url.searchParams.get(name) || "")].join("?");
const put = (text, url, { replace, posted } = {}) => {
  const page = parse(text);
  // Another window chose another language.
  if (!posted && page.documentElement.lang !== document.documentElement.lang) return location.assign(url);
  url.searchParams.delete("done");
  url.searchParams.delete("was");
  url.searchParams.delete("set");
  const same = place(url) === place(new URL(location));
  const [focus, top] = [mark(document.activeElement), scrollY];
  // Of several buttons of one name, as in a list, it is the one at the same place.
  const nth = focus ? all(focus).indexOf(document.activeElement) : -1;
  for (const part of [".top", "#working", "#tour", "main", ".foot"]) {
    const [old, now] = [one(part), page.querySelector(part)];
    if (old && now) old.replaceWith(now);
  }
  document.querySelectorAll("body > .alarm").forEach((old) => old.remove());
  const alarm = page.querySelector("body > .alarm");
  if (alarm) one(".top").after(alarm);
  document.title = page.title;
  document.body.dataset.keys = page.body.dataset.keys || "{}";
  say([...(page.querySelector(".notice")?.childNodes || [])]);
  const to = url.pathname + url.search + url.hash;
  if (!posted && to !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", to);
  show();
  if (same && !posted) {
    scrollTo(0, top);
    const back = focus && (all(focus)[nth] || all(focus).at(-1));
    back && back.offsetParent ? back.focus({ preventScroll: true }) : one("main").focus({ preventScroll: true });
  } else {
    scrollTo(0, 0);
    const field = one("main [autofocus]");
    field ? field.focus() : atTop();
  }
  if (chosen) choose(one(`[data-cell][href="${CSS.escape(chosen)}"]`));
};
const closed = () => say(words(t("Crosscut was closed. Start it again and open its new link; what you typed is kept in this browser.")), true);
const visit = async (to, how = {}) => {
  keep();
  const answer = await fetch(to).catch(closed);
  if (!answer) return;
  const kind = answer.headers.get("content-type") || "";
  if (!kind.startsWith("text/html") || answer.status === 403) return location.assign(to);
  put(await answer.text(), new URL(answer.url), how);
};
const send = async (form, button) => {
  const sent = new FormData(form, button);
  const body = form.enctype === "multipart/form-data" ? sent : new URLSearchParams(sent);
  const own = form === decide() || form.closest("details.drop") ? draft() : null;
  // Undo leads back to where it was decided: to the page that is shown, unless the form knows better.
  if (form.closest("[data-panel]")) body.set("back", location.pathname + location.search);
  const answer = await fetch(form.action, { method: "POST", body }).catch(closed);
  if (!answer) return;
  if (answer.redirected && own) forget(own);
  // What cannot be done is said where it was tried.
  if (answer.status === 400) return say(words(parse(await answer.text()).querySelector("main .intro")?.textContent || ""), true);
  put(await answer.text(), new URL(answer.url), { posted: !answer.redirected });
};
// How far documents are: only the words change, so that the focus stays on “Stop”. When they are there, so is the page.
let polling = null;
const poll = () => {
  clearTimeout(polling);
  if (one("#working:not([hidden])")) polling = setTimeout(ask, 600);
};
const ask = async () => {
  const answer = await fetch("/working").catch(() => null);
  if (!answer?.ok) return closed();
  const [at, now] = [one("#working"), parse(await answer.text()).querySelector("#working")];
  if (!at || !now) return;
  if (now.hidden) {
    at.replaceWith(now);
    if (location.pathname === "/agreements" && !typing(document.activeElement)) await visit(location.href, { replace: true });
    return say(words(now.textContent));
  }
  at.querySelector("a").textContent = now.querySelector("a").textContent;
  if (!now.querySelector("form")) at.querySelector("form")?.remove();
  poll();
};

// A cell of the agreements is saved when it is left; only what it holds is sent, and the table stays as it is.
const keepCell = async (cell) => {
  const { form } = cell;
  const body = new URLSearchParams({ form: form.elements.form.value, id: form.elements.id.value, act: "set", [cell.name]: cell.value });
  const answer = await fetch(form.action, { method: "POST", body }).catch(closed);
  if (!answer) return;
  const page = parse(await answer.text());
  cell.toggleAttribute("aria-invalid", !answer.redirected);
  if (!answer.redirected) return say(words(page.querySelector("main .intro")?.textContent || ""), true);
  say([...(page.querySelector(".notice")?.childNodes || [])]);
  one("#working")?.replaceWith(page.querySelector("#working"));
  poll();
};
const addFiles = (files) => {
  const form = one("[data-add]");
  if (!form || !files.length) return;
  form.querySelector("input[type=file]").files = files;
  form.requestSubmit();
};
document.addEventListener("dragover", (event) => { if (one("[data-add]")) { event.preventDefault(); one("[data-add]").classList.add("over-it"); } });
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) one("[data-add]")?.classList.remove("over-it"); });
document.addEventListener("drop", (event) => { if (one("[data-add]")) { event.preventDefault(); one("[data-add]").classList.remove("over-it"); addFiles(event.dataTransfer.files); } });

const ours = (link) => link && link.origin === location.origin && !link.hasAttribute("download") && !link.target && !link.hreflang;
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const way = form.getAttribute("method");
  if (event.defaultPrevented || way === "dialog") return;
  event.preventDefault();
  if (submitter?.name === "stay") return;
  if (way === "post") return send(form, submitter);
  visit(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
});
addEventListener("popstate", () => visit(location.href, { replace: true }));
addEventListener("pagehide", keep);
document.addEventListener("input", keep);
document.addEventListener("change", (event) => {
  if (event.target.closest(".columns")) count();
  const ticked = all("[name=candidate]:checked").length;
  if (one(".bulk .many")) one(".bulk .many").textContent = ticked ? `${ticked} ${t("ticked")}` : t("ticked");
  if (event.target.form?.dataset.entry !== undefined) return keepCell(event.target);
  if (event.target.matches("[data-add] [type=file]")) return event.target.form.requestSubmit();
  event.target.closest("form[data-now]")?.requestSubmit();
});

const shut = () => {
  const open = opened();
  if (!open) return false;
  open.open = false;
  open.querySelector("summary").focus({ preventScroll: true });
  return true;
};

// A drawer is a form of its own, so that Enter in it does what it says; what is ticked and typed on the page goes with it.
document.addEventListener("formdata", (event) => {
  const page = decide();
  if (!page || !event.target.closest("details.drop")) return;
  const own = new Set(event.formData.keys());
  for (const [name, value] of new FormData(page)) if (!own.has(name)) event.formData.append(name, value);
});
// Enter in a name ends the edit and saves nothing; with Ctrl it presses the main button of its form.
const enter = (event) => {
  const { form } = event.target;
  if (event.ctrlKey || event.metaKey) {
    if (!form && (set.when === "off" || opened())) return;
    const button = !form || form === decide() ? one("[data-main]") : form.querySelector("button:not([name=stay])");
    if (!button || one("dialog[open]")) return;
    event.preventDefault();
    button.click();
  } else if (form?.dataset.entry !== undefined && event.target.matches("input")) {
    event.preventDefault();
    event.target.blur();
  } else if (form?.matches(".element form") && form === decide() && event.target.id === "name") {
    event.preventDefault();
    one("[data-main]").click();
  } else if (form && form === decide() && event.target.matches("input:not([type=checkbox])")) {
    event.preventDefault();
    event.target.blur();
  }
};

// The clause in its place, without leaving the card.
const peek = async (link) => {
  const dialog = document.getElementById("peek");
  const answer = await fetch(link.href).catch(closed);
  if (!answer) return;
  if (!answer.ok) return visit(link.href);
  const page = parse(await answer.text());
  dialog.querySelector(".peeked").replaceChildren(...page.querySelector("main").childNodes);
  dialog.showModal();
};

// The cell beside the matrix: the one under the pointer or in focus. One is a stop for Tab, the arrows go to the others.
let chosen = null;
let waiting = 0;
let pointer = "";
const cells = () => all(".field [data-cell]");
const rove = () => cells().forEach((cell, at) => { cell.tabIndex = at ? -1 : 0; });
const choose = async (cell) => {
  clearTimeout(waiting);
  const panel = one("[data-panel]");
  if (!cell || !panel) return;
  chosen = cell.getAttribute("href");
  cells().forEach((other) => { other.tabIndex = other === cell ? 0 : -1; other.classList.toggle("at", other === cell); });
  const answer = await fetch(cell.href).catch(closed);
  if (!answer?.ok || chosen !== cell.getAttribute("href")) return;
  const page = parse(await answer.text());
  const shut = Object.assign(document.createElement("button"), { type: "button", className: "quiet shut", textContent: "✕" });
  shut.setAttribute("aria-label", t("Close"));
  shut.addEventListener("click", () => panel.classList.remove("full"));
  panel.replaceChildren(shut, page.querySelector(".cell"));
  panel.classList.add("full");
};
document.addEventListener("pointermove", (event) => {
  // A page that changes under a pointer at rest chooses nothing.
  const now = `${event.clientX} ${event.clientY}`;
  if (now === pointer) return;
  pointer = now;
  const cell = event.target.closest?.(".field [data-cell]");
  if (cell?.getAttribute("href") === chosen) return;
  clearTimeout(waiting);
  if (cell && !one("[data-panel]")?.contains(document.activeElement)) waiting = setTimeout(() => choose(cell), 120);
});
document.addEventListener("focusin", (event) => {
  const cell = event.target.closest?.(".field [data-cell]");
  if (cell && cell.getAttribute("href") !== chosen) choose(cell);
});
const walk = (key) => {
  const cell = document.activeElement.closest?.(".field [data-cell]");
  const [td, row] = [cell?.parentElement, cell?.closest("tr")];
  if (!cell) return cells()[0]?.focus();
  const rows = all(".field tr[data-row]");
  const by = key === "ArrowLeft" ? -1 : 1;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const line = [...row.querySelectorAll("[data-cell]")];
    return line[line.indexOf(cell) + by]?.focus();
  }
  for (let at = rows.indexOf(row) + (key === "ArrowUp" ? -1 : 1); rows[at]; at += key === "ArrowUp" ? -1 : 1) {
    const to = rows[at].children[td.cellIndex].querySelector("[data-cell]");
    if (to) return to.focus();
  }
};

// The picker: it stays in the middle, and what is chosen fills the form that asked for it or leads there.
const picker = document.getElementById("picker");
let picking = null;
const options = () => all("#picked [role=option]:not([hidden])");
const point = (at) => {
  options().forEach((option) => option.setAttribute("aria-selected", option === at));
  at?.scrollIntoView({ block: "nearest" });
  at ? picker.querySelector("input").setAttribute("aria-activedescendant", at.id) : picker.querySelector("input").removeAttribute("aria-activedescendant");
};
const offer = async () => {
  const q = picker.querySelector("input").value;
  const answer = await fetch(`/pick?${new URLSearchParams({ q, for: picking.what, near: picking.near, not: picking.not })}`).catch(closed);
  if (!answer?.ok || q !== picker.querySelector("input").value) return;
  picker.querySelector(".found").replaceChildren(...parse(await answer.text()).body.childNodes);
  // Actions that this page has not are no choice.
  for (const option of all("#picked [data-do]")) option.hidden = option.dataset.do !== "" && !acts[option.dataset.do] && !named(option.dataset.do);
  picker.querySelector("[data-none]").hidden = options().length > 0;
  point(options()[0]);
};
const openPicker = (what, then) => {
  const own = decide()?.elements.namedItem("id")?.value || "";
  picking = { what, then, near: one("main.card:not(.element)") ? own : "", not: one("main.element") ? own : "" };
  picker.querySelector("input").value = "";
  picker.showModal();
  offer();
};
const take = (option) => {
  const then = picking?.then;
  if (!option) return;
  picker.close();
  const { value, href, do: name, create } = option.dataset;
  if (then) return then(value || create, !!create);
  if (name) return act(name);
  visit(href);
};
picker.addEventListener("input", () => offer());
picker.addEventListener("click", (event) => event.target === picker ? picker.close() : take(event.target.closest("[role=option]")));
picker.addEventListener("keydown", (event) => {
  const every = options();
  const at = every.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    point(every[(at + (event.key === "ArrowDown" ? 1 : every.length - 1)) % every.length]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    event.stopPropagation();
    take(every[at]);
  }
});
// “Add to” and “Move”: what is picked is done at once; a new name makes an element of the ticked clauses.
const pickFor = (drawer) => openPicker("element", (name, isNew) => {
  const into = drawer.querySelector("[name=into]");
  if (!isNew && into) {
    into.value = name;
    return drawer.querySelector("button.main").click();
  }
  if (one("main.element")) {
    const split = one("details.drop [name=other]");
    split.value = name;
    return split.form.querySelector("button.main").click();
  }
  named("rename").value = name;
  one("[data-main]").click();
});
const mergeInto = () => openPicker("merge", (into) => {
  const button = one("[name=act][value=merge]");
  if (!button) return;
  button.form.elements.into.value = into;
  button.click();
});
const picks = (at) => at?.matches("summary") && at.parentElement.querySelector("[name=into]") && one("main.card");

const copy = async () => {
  const table = one(".field table").cloneNode(true);
  table.querySelectorAll(".vh").forEach((hidden) => hidden.remove());
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " ")).join("\t"));
  const clean = document.createElement("table");
  for (const row of rows) clean.insertRow().append(...row.split("\t").map((text) => Object.assign(document.createElement("td"), { textContent: text })));
  const blob = (type, text) => new Blob([text], { type });
  await navigator.clipboard.write([new ClipboardItem({ "text/html": blob("text/html", clean.outerHTML), "text/plain": blob("text/plain", rows.join("\n")) })]);
  say(words(t("The table is copied: paste it into Word or Excel.")));
};

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  const summary = event.target.closest("summary");
  if (picks(summary)) { event.preventDefault(); return pickFor(summary.parentElement); }
  if (event.target.closest("[data-skip]")) { localStorage.setItem("tour", "off"); one("#tour").hidden = true; return; }
  if (event.target.closest("[data-merging]")) return mergeInto();
  const proposed = event.target.closest("[data-name]");
  if (proposed) { const name = named("rename"); name.value = proposed.textContent; name.focus(); return keep(); }
  const taken = event.target.closest("[data-take]");
  const into = taken && one(`#${taken.dataset.take}`);
  if (into) { event.preventDefault(); into.closest("details")?.setAttribute("open", ""); into.value = taken.dataset.says; into.focus(); return keep(); }
  if (event.target.closest("[data-copy]")) return copy().catch(() => say(words(t("The browser did not let Crosscut copy the table.")), true));
  const link = event.target.closest("a[href]");
  if (!ours(link) || link.closest("dialog") && !link.closest(".peeked")) return;
  const from = link.getAttribute("href").startsWith("#");
  if (from || link.pathname.startsWith("/exports/") || link.pathname.endsWith(".png")) return;
  event.preventDefault();
  if (link.dataset.peek !== undefined && !link.closest("dialog, .narrow")) return peek(link);
  if (link.matches(".field [data-cell]") && one("[data-panel]")) { link.focus(); return choose(link); }
  one("dialog[open]")?.close();
  visit(link.href);
});

const focused = () => document.activeElement.closest?.(".clause") || clauses()[0];
const step = (by) => {
  const every = clauses();
  const here = every.indexOf(document.activeElement.closest?.(".clause"));
  const to = every[here < 0 ? 0 : Math.min(every.length - 1, Math.max(0, here + by))];
  (to?.querySelector("input") || to)?.focus();
};

const acts = {
  help: () => document.getElementById("help").showModal(),
  rename: () => { const name = named("rename"); name?.focus(); name?.select(); },
  search: () => { const box = one("main input[type=search]"); box ? box.focus() : named("search")?.click(); },
  page: () => focused()?.querySelector("a[data-peek]")?.click(),
  marks: () => {
    const off = document.body.classList.toggle("unmarked");
    localStorage.setItem("unmarked", off ? "1" : "0");
    say(words(off ? t("The marks of shared words are off.") : t("The marks of shared words are on.")));
  },
  // Only where the focus is in the matrix or on the panel, and never over what is confirmed.
  absent: () => {
    if (one("[data-draw]")) return one("[data-draw] [value=no]").click();
    if (!document.activeElement.closest?.(".field [data-cell], [data-panel]")) return;
    const button = one("[data-panel] [data-absent]");
    if (button) return button.click();
    if (one("[data-panel] [value=absent]")) say(words(t("This cell has confirmed clauses: take them out first.")), true);
  },
  // On a card the clause in focus is meant; without one the first gets the focus, and nothing is decided yet.
  outlier: () => {
    const here = document.activeElement.closest?.(".clause");
    if (one("[data-outlier]")) return here ? here.querySelector("[data-outlier]")?.click() : step(0);
    return named("outlier")?.click();
  },
};
const act = (name) => {
  if (acts[name]) return acts[name]();
  const at = named(name);
  if (!at) return;
  if (picks(at)) return pickFor(at.parentElement);
  if (name === "merge" && one("main.element")) return mergeInto();
  if (at.tagName === "SUMMARY") at.parentElement.open = true;
  else if (at.tagName === "BUTTON" && at.closest("details.drop:not([open])")) at.closest("details").open = true;
  else at.click();
};

let first = null;
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (shut()) return event.preventDefault();
    one(".panel.full")?.classList.remove("full");
    return say([]);
  }
  if (event.key === "Enter" && !event.isComposing) return enter(event);
  if ((event.ctrlKey || event.metaKey) && event.key === "k" && !one("dialog[open]")) {
    event.preventDefault();
    return openPicker("any");
  }
  if (set.when === "off" || event.isComposing || one("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing(event.target)) {
    event.preventDefault();
    return named("undo")?.click();
  }
  if (event.ctrlKey || event.metaKey || event.altKey !== (set.when === "alt") || typing(event.target)) return;
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1] || (/^[1-9]$/.test(event.key) && event.key);
  const open = opened();
  if (digit && !event.shiftKey) {
    const reason = open?.querySelector(`[data-reason="${digit}"]`);
    const cell = document.querySelector(`[data-cell="${digit}"]`);
    if (reason) {
      reason.checked = true;
      open.querySelector("[data-reject]").click();
    } else if (cell) {
      // Yes, no, not sure, and round again.
      const answers = [...cell.querySelectorAll("input")];
      const next = answers[(answers.findIndex((answer) => answer.checked) + 1) % answers.length];
      next.checked = true;
      next.focus();
    } else {
      one(`[data-tick="${digit}"]`)?.click();
    }
    return event.preventDefault();
  }
  if (open) return;
  if (event.key.startsWith("Arrow")) {
    if (one(".field")) {
      if (event.target.closest(".panel, .bar")) return;
      event.preventDefault();
      return walk(event.key);
    }
    if (!/Left|Right/.test(event.key) || !clauses().length || event.target.closest(".sheet")) return;
    step(event.key === "ArrowRight" ? 1 : -1);
    return event.preventDefault();
  }
  const typed = first ? `${first} ${event.key}` : event.key;
  const name = Object.keys(set.keys || {}).find((known) => set.keys[known] === typed);
  first = !name && !first && Object.values(set.keys || {}).some((key) => key.startsWith(`${event.key} `)) ? event.key : null;
  if (!name) return;
  event.preventDefault();
  act(name);
});

// The language is remembered: the address need not say it again.
const here = new URL(location);
here.searchParams.delete("lang");
history.replaceState(null, "", here);
// A message that came with the page is said again, now that somebody listens.
notice.hidden = false;
say([...notice.childNodes]);
show();
