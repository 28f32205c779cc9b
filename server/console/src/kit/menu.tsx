/**
 * A button with a popover menu. The popover API closes it on Esc and on a click outside and gives
 * the focus back; arrows, Home and End move inside.
 */
import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";

export interface MenuProps {
  readonly label: string;
  readonly button: ComponentChildren;
  readonly class?: string;
  /** Under the bar's right end, or under its own button. */
  readonly place: "first" | "second" | "here";
  readonly children: ComponentChildren;
}

const items_selector = "[role^=menuitem]:not([disabled])";

function move(popover: HTMLElement, key: string): boolean {
  const items = [...popover.querySelectorAll<HTMLElement>(items_selector)];
  const at = items.findIndex((item) => item === document.activeElement);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at <= 0 ? items.length : at) - 1,
    Home: 0,
    End: items.length - 1,
  };
  const next = steps[key];
  if (next === undefined) return false;
  items[next]?.focus();
  return true;
}

function putUnder(popover: HTMLElement, button: HTMLElement): void {
  const { bottom, right } = button.getBoundingClientRect();
  popover.style.top = `${bottom + 4}px`;
  popover.style.right = `${Math.max(8, window.innerWidth - right)}px`;
}

export function Menu({ label, button, class: extra = "", place, children }: MenuProps) {
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class={`menu-button ${extra}`}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={(event) => {
          if (place === "here" && popover.current !== null) {
            putUnder(popover.current, event.currentTarget);
          }
          popover.current?.togglePopover();
        }}
      >
        <span class="hidden">{label}</span>
        {button}
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        class={`menu place-${place}`}
        onToggle={(event) => {
          const isOpen = (event as ToggleEvent).newState === "open";
          setOpen(isOpen);
          if (!isOpen) return;
          const checked = popover.current?.querySelector<HTMLElement>("[aria-checked=true]");
          (checked ?? popover.current?.querySelector<HTMLElement>(items_selector))?.focus();
        }}
        onKeyDown={(event) => {
          if (popover.current === null || !move(popover.current, event.key)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onClick={(event) => {
          const item = (event.target as Element).closest("[role^=menuitem]");
          if (item !== null && !item.hasAttribute("data-stay")) popover.current?.hidePopover();
        }}
      >
        {children}
      </div>
    </>
  );
}

export interface MenuItemProps {
  readonly onSelect: () => void;
  readonly children: ComponentChildren;
  readonly detail?: string | undefined;
  readonly checked?: boolean | undefined;
  readonly kind?: "item" | "radio" | "checkbox";
}

const roles = { item: "menuitem", radio: "menuitemradio", checkbox: "menuitemcheckbox" } as const;

export function MenuItem({ onSelect, children, detail, checked, kind = "item" }: MenuItemProps) {
  const state = kind === "item" ? {} : { "aria-checked": checked === true };
  const stay = kind === "checkbox" ? { "data-stay": "" } : {};
  return (
    <button
      type="button"
      role={roles[kind]}
      class="menu-item"
      tabIndex={-1}
      onClick={onSelect}
      {...state}
      {...stay}
    >
      <span class="menu-text">
        {children}
        {detail === undefined ? null : <small>{detail}</small>}
      </span>
    </button>
  );
}
