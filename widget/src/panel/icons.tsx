/** Line icons, 24 × 24, drawn in the text colour, and the buttons that show nothing else. */

import type { JSX } from "preact";

const paths = {
  fold: "m6 9 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  end: "M9 21H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h3M16 17l5-5-5-5M21 12H10",
  sound: "M11 5 6.5 9H3v6h3.5L11 19V5ZM15.5 9a4.2 4.2 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  mute: "M11 5 6.5 9H3v6h3.5L11 19V5ZM16 9.5l5 5M21 9.5l-5 5",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.5a4.4 4.4 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  down: "M12 5v14M5.5 12.5 12 19l6.5-6.5",
  one: "m5 12.5 4.5 4.5L19 7",
  two: "m2 12.5 4.5 4.5L15 8M11.5 16.5l.5.5L21.5 7",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5V12l3 2",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM20 20l-4-4",
  star: "m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.8-5.2-2.8-5.2 2.8 1-5.8L3.5 9.7l5.9-.8Z",
  clip:
    "m20 11-8.2 8.2a5.3 5.3 0 0 1-7.5-7.5l8.5-8.5a3.5 3.5 0 0 1 5 5" +
    "l-8.5 8.4a1.8 1.8 0 0 1-2.5-2.5l7.7-7.6",
  shield: "M12 3.5 19 6v5.5c0 4.3-2.9 7.4-7 9-4.1-1.6-7-4.7-7-9V6Z",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  alert: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5v5M12 16h.01",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

type IconButtonProps = JSX.IntrinsicElements["button"] & { name: IconName; label: string };

/** Its label is read out, and shown to those who point at it. */
export function IconButton({ name, label, ...rest }: IconButtonProps) {
  return (
    <button type="button" class="icon" aria-label={label} title={label} {...rest}>
      <Icon name={name} />
    </button>
  );
}
