/** The demo shop's own behaviour: language, basket count and the buttons that open the chat. */

type UsherCall = ((method: string, ...rest: unknown[]) => unknown) & { q?: unknown[][] };

const page = document.documentElement;
const shop = window as unknown as { Usher?: UsherCall };

function usher(method: string, ...rest: unknown[]): void {
  if (!shop.Usher) {
    const queue: unknown[][] = [];
    shop.Usher = Object.assign((...call: unknown[]) => void queue.push(call), { q: queue });
  }
  shop.Usher(method, ...rest);
}

function remembered(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The shop works without a memory.
  }
}

function show_language(language: string): void {
  page.lang = language;
  const title = page.dataset[language === "en" ? "titleEn" : "titleZh"];
  if (title) document.title = title;
  usher("setLocale", language);
}

function show_basket(): void {
  const count = Number(remembered("shop:basket")) || 0;
  for (const mark of document.querySelectorAll("[data-count]")) mark.textContent = String(count);
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target.closest("[data-do]") : null;
  const action = target?.getAttribute("data-do");
  if (action === "chat") usher("open");
  if (action === "language") {
    const next = page.lang === "en" ? "zh-CN" : "en";
    remember("shop:language", next);
    show_language(next);
  }
  if (action === "buy") {
    remember("shop:basket", String((Number(remembered("shop:basket")) || 0) + 1));
    show_basket();
    usher("setAttributes", { basket: remembered("shop:basket") });
  }
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  usher("open");
});

const asked = new URLSearchParams(location.search).get("lang") ?? remembered("shop:language");
if (asked === "en") show_language("en");
show_basket();
