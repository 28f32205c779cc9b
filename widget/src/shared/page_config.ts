/** What the page of a chat reads from its own address. Pure. */

/** /chat/<site>?queue=… names the site in its path. */
export function page_config(path: string, query: string): Record<string, string> {
  const site = /\/chat\/([^/]+)/.exec(path)?.[1] ?? "";
  const wanted = new URLSearchParams(query);
  const config: Record<string, string> = {};
  for (const key of ["queue", "tag", "locale", "theme"]) {
    const value = wanted.get(key);
    if (value) config[key] = value;
  }
  try {
    return { ...config, site: decodeURIComponent(site) };
  } catch {
    return { ...config, site };
  }
}
