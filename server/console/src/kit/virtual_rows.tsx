/** A long list that renders only the rows in sight. All rows have the same height. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

export interface VirtualRowsProps<Item> {
  readonly items: readonly Item[];
  readonly height_px: number;
  readonly label: string;
  readonly keyOf: (item: Item) => string;
  /** The key of a row that is brought into sight when it becomes another. */
  readonly sight?: string | null;
  /** What is being read stays where it is while rows above it come and go. */
  readonly anchored?: boolean;
  /** `index` counts from 0. */
  readonly children: (item: Item, index: number) => ComponentChildren;
}

const spare_rows = 6;

export function VirtualRows<Item>({
  items,
  height_px,
  label,
  keyOf,
  sight = null,
  anchored = false,
  children,
}: VirtualRowsProps<Item>) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const read = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    read();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, []);
  useEffect(() => {
    const element = box.current;
    const index = sight === null ? -1 : items.findIndex((item) => keyOf(item) === sight);
    if (element === null || index < 0) return;
    const top = index * height_px;
    const bottom = top + height_px - element.clientHeight;
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < bottom) element.scrollTop = bottom;
  }, [sight]);
  const anchor = useRef({ key: "", index: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!anchored || element === null) return;
    const { key, index } = anchor.current;
    const moved = items.findIndex((item) => keyOf(item) === key) - index;
    const stays = element.scrollTop === 0 || moved === 0 || index + moved < 0;
    if (!stays) element.scrollTop += moved * height_px;
    const top = Math.floor(element.scrollTop / height_px);
    const item = items[top];
    if (item !== undefined) anchor.current = { key: keyOf(item), index: top };
  }, [items, view.top]);
  const first = Math.max(0, Math.floor(view.top / height_px) - spare_rows);
  const last = Math.ceil((view.top + view.height) / height_px) + spare_rows;
  return (
    <div ref={box} class="virtual" role="rowgroup" tabIndex={0} aria-label={label}>
      <div role="presentation" class="virtual-all" style={{ height: items.length * height_px }}>
        {items.slice(first, last).map((item, at) => (
          <div
            key={keyOf(item)}
            role="presentation"
            class="virtual-row"
            style={{ top: (first + at) * height_px, height: height_px }}
          >
            {children(item, first + at)}
          </div>
        ))}
      </div>
    </div>
  );
}
