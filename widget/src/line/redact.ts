/** What the site's owner keeps from leaving the browser: parts of addresses. Pure. */

/** Names of parameters to drop, as a list or with commas between; or what to tell instead. */
export type Redaction = unknown;

function name_of(written: string): string {
  try {
    return decodeURIComponent(written).toLowerCase();
  } catch {
    return written.toLowerCase();
  }
}

/** A rule that fails tells nothing: rather no address than one that should have been cut. */
export function redact(address: string, rule: Redaction): string {
  if (typeof rule === "function") {
    try {
      const told: unknown = rule(address);
      return typeof told === "string" ? told : "";
    } catch {
      return "";
    }
  }
  const wanted = Array.isArray(rule) ? rule : String(rule ?? "").split(",");
  const names = wanted.map((name) => String(name).trim().toLowerCase()).filter(Boolean);
  if (!names.length) return address;
  // Parameters stand after "?", and after "#" in addresses that applications make.
  return address
    .replace(/([?&#])([^?&#=]+)(=[^&#]*)?/g, (whole, mark: string, name: string) =>
      names.includes(name_of(name)) ? mark : whole,
    )
    .replace(/([?#])&+|&+(?=[&#]|$)/g, "$1")
    .replace(/\?(?=#|$)/, "");
}

/** Cut to so many bytes of UTF-8, at a character. */
export function clip(text: string, bytes: number): string {
  const whole = new TextEncoder().encode(text);
  if (whole.length <= bytes) return text;
  return new TextDecoder().decode(whole.slice(0, bytes)).replace(/\uFFFD+$/, "");
}
