// Starts `crosscut review` and opens pages on it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export const binary = process.env.CROSSCUT;
export const chrome = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));

export const browser = () =>
  chromium.launch({ executablePath: chrome, args: ["--no-sandbox", "--disable-dev-shm-usage"] });

// Servers that run: none outlives this process, however it ends.
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

// A server and its launch link.
export const serve = (study, ...more) =>
  new Promise((resolve, reject) => {
    const child = spawn(binary, ["review", "--study", study, "--no-browser", ...more], { stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    const ended = new Promise((end) => child.on("exit", end));
    let said = "";
    const hear = (chunk) => {
      said += chunk;
      const link = /http:\/\/127\.0\.0\.1:\d+\/launch\/\w+/.exec(said);
      const stop = () => { child.kill("SIGKILL"); return ended; };
      if (link) resolve({ child, link: link[0], origin: new URL(link[0]).origin, stop });
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", (code) => {
      running.delete(child);
      reject(Object.assign(new Error(`ended with ${code}: ${said}`), { code, said }));
    });
  });

// A page that notes everything that should not happen.
export const watch = async (context) => {
  const page = await context.newPage();
  const wrong = [];
  page.on("dialog", (dialog) => { wrong.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("pageerror", (error) => wrong.push(`script ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (403|404|409|400|500)/.test(message.text())) wrong.push(message.text());
  });
  await page.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.hostname === "127.0.0.1") return route.continue();
    wrong.push(`asked for ${url}`);
    return route.abort();
  });
  return { page, wrong };
};
