// Debian's Chromium. A person is a browser context of their own: cookies and storage are theirs.

import { mkdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const PICTURES = fileURLToPath(new URL("../pictures/", import.meta.url));
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium"];

export function launch(options = {}) {
  return chromium.launch({
    ...options,
    executablePath: process.env.CHROMIUM ?? CHROMIUM.find(existsSync),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// As a browser with a window calls itself: what is headless is a bot and makes no visits.
const called = (browser) =>
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) " +
  `Chrome/${browser.version().split(".")[0]}.0.0.0 Safari/537.36`;

// A new person with an empty browser. Whatever their pages log as an error is kept in `errors`.
export async function person(browser, options = {}) {
  const userAgent = called(browser);
  const context = await browser.newContext({ locale: "en-US", userAgent, ...options });
  context.setDefaultTimeout(15_000);
  const errors = [];
  context.on("weberror", (error) => errors.push(error.error().stack ?? error.error().message));
  context.on("page", (page) =>
    page.on("console", (message) => {
      // Asking who is signed in is answered with 401 when nobody is; browsers log that themselves.
      const expected = /status of 401/.test(message.text());
      if (message.type() !== "error" || expected) return;
      errors.push(`${message.text()} ${message.location().url}`);
    }),
  );
  return { context, errors };
}

// For the person who looks at how it looks.
export async function picture(page, name) {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled" });
}
