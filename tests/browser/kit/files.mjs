// Files as people bring them: from the clipboard, by dragging, out of a folder; and what comes out
// at the other end.

import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";

// A picture of a sunrise, drawn by the page's own browser.
export async function drawing(page, name = "日出.png") {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 400 });
    const brush = canvas.getContext("2d");
    const sky = brush.createLinearGradient(0, 0, 0, 400);
    for (const [at, colour] of [[0, "#17375e"], [0.6, "#e88a4b"], [1, "#38585a"]])
      sky.addColorStop(at, colour);
    brush.fillStyle = sky;
    brush.fillRect(0, 0, 640, 400);
    brush.fillStyle = "#ffe9b0";
    brush.arc(320, 240, 56, 0, 7);
    brush.fill();
    return canvas.toDataURL("image/png");
  });
  const buffer = Buffer.from(url.split(",")[1], "base64");
  return { name, mimeType: "image/png", buffer };
}

export const text_file = (name, text) => ({
  name,
  mimeType: "text/plain",
  buffer: Buffer.from(text),
});

// The path of one that is too large to be told to a browser, which is left in `folder`.
export async function sparse_file(folder, name, bytes) {
  const path = join(folder, name);
  await writeFile(path, "");
  await truncate(path, bytes);
  return path;
}

// As the browser hands them over.
const transfer = (page, files) =>
  page.evaluateHandle(
    (given) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      return data;
    },
    files.map(({ name, mimeType, buffer }) => ({
      name,
      type: mimeType,
      base64: buffer.toString("base64"),
    })),
  );

export async function drag_over(place, files) {
  const dataTransfer = await transfer(place.page(), files);
  await place.dispatchEvent("dragover", { dataTransfer });
  return dataTransfer;
}

export async function drop(place, files) {
  await place.dispatchEvent("drop", { dataTransfer: await drag_over(place, files) });
}

export async function paste(place, files) {
  const data = await transfer(place.page(), files);
  await place.evaluate((element, clipboardData) => {
    const how = { clipboardData, bubbles: true, cancelable: true, composed: true };
    element.dispatchEvent(new ClipboardEvent("paste", how));
  }, data);
}

// What a link saves: {name, bytes}.
export async function saved(link) {
  const [download] = await Promise.all([link.page().waitForEvent("download"), link.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

// Holds up requests to `path` until it is let go; `arrived` when the first is there.
export async function hold(page, path) {
  let arrive, release;
  const arrived = new Promise((resolve) => (arrive = resolve));
  const released = new Promise((resolve) => (release = resolve));
  await page.route(path, async (route) => {
    arrive();
    await released;
    await route.fallback().catch(() => undefined); // its page has cancelled it
  });
  return { arrived, let_go: release };
}
