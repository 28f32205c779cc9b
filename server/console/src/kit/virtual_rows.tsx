/** A long list that renders only the rows in sight. All rows have the same height. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export interface VirtualRowsProps<Item> {
  readonly items: readonly Item[];
  readonly height_px: number;
  readonly label: string;
  readonly keyOf: (item: Item) => string;
  /** The index of a row that is brought into sight when it changes. */
  readonly sight?: number;
  /** `index` counts from 0. */
  readonly children: (item: Item, index: number) => ComponentChildren;
}

const spare_rows = 6;

export function VirtualRows<Item>({
  items,
  height_px,
  label,
  keyOf,
  sight = -1,
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
    if (element === null || sight < 0) return;
    const top = sight * height_px;
    const bottom = top + height_px - element.clientHeight;
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < bottom) element.scrollTop = bottom;
  }, [sight]);
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
