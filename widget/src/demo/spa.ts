/** A single-page site: pushState for its views, and a body swap as Turbo does it. */

const titles: Record<string, string> = { home: "首页", teas: "茶叶", about: "关于" };

function show(view: string): void {
  const title = titles[view] ?? "首页";
  const heading = document.querySelector("#heading");
  if (heading) heading.textContent = title;
  document.title = `${title} · 单页茶铺`;
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const link = target?.closest<HTMLAnchorElement>("a[data-view]");
  if (link) {
    event.preventDefault();
    history.pushState({}, "", link.href);
    show(link.dataset["view"] ?? "home");
  }
  if (target?.closest("#swap")) {
    const body = document.body.cloneNode(true);
    document.documentElement.replaceChild(body, document.body);
  }
});
window.addEventListener("popstate", () =>
  show(new URLSearchParams(location.search).get("view") ?? "home"),
);
show(new URLSearchParams(location.search).get("view") ?? "home");
