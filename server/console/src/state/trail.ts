/** What a visit's trail says of now. Pure. */
import type { PageView } from "./wire.ts";

/** In some tab of somebody who is there. Browsers that do not measure are on their last page. */
export function isOpen(trail: readonly PageView[], index: number, online: boolean): boolean {
  return online && (trail[index]?.open ?? index === trail.length - 1);
}

/** The page opened last of those that are open, or else the last one. */
export function pageNow(trail: readonly PageView[]): PageView | undefined {
  const open = trail.filter((_, index) => isOpen(trail, index, true));
  return open.at(-1) ?? trail.at(-1);
}
