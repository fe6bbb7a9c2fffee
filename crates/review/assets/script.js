// Keys, ticks and two dialogs. The page works without it: this only presses the buttons that are there.
const body = document.body;
const set = JSON.parse(body.dataset.keys || "{}");
const named = (act) => document.querySelector(`main [data-act="${act}"], [data-act="${act}"]`);
const typing = (at) => at.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const clauses = () => [...document.querySelectorAll(".clause")];

// A message that came with the page is said again, now that somebody listens.
const notice = document.querySelector(".notice");
if (notice && !notice.hidden) {
  const said = notice.innerHTML;
  notice.textContent = "";
  requestAnimationFrame(() => { notice.innerHTML = said; });
}

// On a narrow window the links to the pages are a row that scrolls: the link to this page is shown in its middle. The row
// itself is scrolled, because `scrollIntoView` would also move the point from which Tab starts.
const current = document.querySelector(".top [aria-current]");
if (current) {
  const middle = (at) => { const { left, width } = at.getBoundingClientRect(); return left + width / 2; };
  current.parentElement.scrollLeft += middle(current) - middle(current.parentElement);
}

// What is being made is shown when it is ready.
const coming = document.querySelector("a[data-wait]");
if (coming) setTimeout(() => location.replace(coming.href), 700);

// How many clauses are ticked, and which cells of the strip they fill.
const count = () => {
  const boxes = [...document.querySelectorAll(".columns input[name=clause]")];
  const ticked = document.querySelector(".ticked");
  if (ticked) ticked.textContent = boxes.filter((box) => box.checked).length;
  for (const column of document.querySelectorAll(".col[data-agreement]")) {
    const cell = document.querySelector(`.strip [data-agreement="${CSS.escape(column.dataset.agreement)}"]`);
    cell?.classList.toggle("off", !column.querySelector("input[name=clause]:checked"));
  }
};
document.querySelector(".columns")?.addEventListener("change", count);
if (document.querySelector("main.card:not(.element)")) count();

// One drawer open at a time; Escape closes it and gives the focus back.
const drawers = [...document.querySelectorAll("details.drop")];
for (const drawer of drawers) {
  drawer.addEventListener("toggle", () => {
    if (!drawer.open) return;
    for (const other of drawers) if (other !== drawer) other.open = false;
    drawer.querySelector("input:not([type=hidden]), textarea, button")?.focus();
  });
}
const shut = () => {
  const open = drawers.find((drawer) => drawer.open);
  if (!open) return false;
  open.open = false;
  open.querySelector("summary").focus();
  return true;
};

// A drawer is a form of its own, so that Enter in it does what it says; what is ticked and typed on the page goes with it.
const page = document.getElementById("decide");
document.addEventListener("formdata", (event) => {
  if (!page || !event.target.closest("details.drop")) return;
  const own = new Set(event.formData.keys());
  for (const [name, value] of new FormData(page)) if (!own.has(name)) event.formData.append(name, value);
});
// Enter in a name ends the edit and saves nothing; with Ctrl it presses the main button of its form.
const enter = (event) => {
  const { form } = event.target;
  if (event.ctrlKey || event.metaKey) {
    if (!form && (set.when === "off" || drawers.some((drawer) => drawer.open))) return;
    const button = !form || form === page ? document.querySelector("[data-main]") : form.querySelector("button:not([disabled])");
    if (!button || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    button.click();
  } else if (form && form === page && event.target.matches("input:not([type=checkbox])")) {
    event.preventDefault();
    event.target.blur();
  }
};

// The clause in its place, without leaving the card.
const peek = async (link) => {
  const dialog = document.getElementById("peek");
  const answer = await fetch(link.href);
  if (!answer.ok) return link.ownerDocument.location.assign(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  dialog.querySelector(".peeked").replaceChildren(...page.querySelector("main").childNodes);
  dialog.showModal();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-peek]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.closest("dialog, .narrow")) return;
  event.preventDefault();
  peek(link);
});

const focused = () => document.activeElement.closest?.(".clause") || clauses()[0];
const step = (by) => {
  const all = clauses();
  const here = all.indexOf(document.activeElement.closest?.(".clause"));
  const to = all[here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + by))];
  (to?.querySelector("input") || to)?.focus();
};

const acts = {
  help: () => document.getElementById("help").showModal(),
  rename: () => { const name = named("rename"); name?.focus(); name?.select(); },
  search: () => { const box = document.querySelector("main input[type=search]"); box ? box.focus() : named("search")?.click(); },
  page: () => focused()?.querySelector("a[data-peek]")?.click(),
  // On a card the clause in focus is meant; without one the first gets the focus, and nothing is decided yet.
  outlier: () => {
    const here = document.activeElement.closest?.(".clause");
    if (document.querySelector("[data-outlier]")) return here ? here.querySelector("[data-outlier]")?.click() : step(0);
    return named("outlier")?.click();
  },
};
const act = (name) => {
  if (acts[name]) return acts[name]();
  const at = named(name);
  if (!at) return;
  if (at.tagName === "SUMMARY") at.parentElement.open = true;
  else if (at.tagName === "BUTTON" && at.closest("details.drop:not([open])")) at.closest("details").open = true;
  else at.click();
};

let first = null;
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && shut()) return event.preventDefault();
  if (event.key === "Enter" && !event.isComposing) return enter(event);
  if (set.when === "off" || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.altKey !== (set.when === "alt") || typing(event.target) || document.querySelector("dialog[open]")) return;
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1] || (/^[1-9]$/.test(event.key) && event.key);
  const open = drawers.find((drawer) => drawer.open);
  if (digit && !event.shiftKey) {
    const reason = open?.querySelector(`[data-reason="${digit}"]`);
    if (reason) {
      reason.checked = true;
      open.querySelector("[data-reject]").click();
    } else {
      document.querySelector(`[data-tick="${digit}"]`)?.click();
    }
    return event.preventDefault();
  }
  if (open) return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    if (!clauses().length || event.target.closest(".sheet")) return;
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
