/** The console's icons: 20-unit strokes, decorative always; the control beside carries the text. */
const paths = {
  search: "M9 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10Zm3.6 8.6L17 17",
  bell:
    "M10 3a4.5 4.5 0 0 0-4.5 4.5c0 4-1.5 5.5-1.5 5.5h12s-1.5-1.5-1.5-5.5A4.5 4.5 0 0 0 10 3Z" +
    "M8.3 16a1.8 1.8 0 0 0 3.4 0",
  bell_off:
    "M6.2 5.2A4.5 4.5 0 0 1 14.5 7.5c0 1.6.3 2.8.6 3.7M13 13H4s1.5-1.5 1.5-5.5v-.3" +
    "M8.3 16a1.8 1.8 0 0 0 3.4 0M3 3l14 14",
  send: "M3.5 10 17 3.5 12.5 17l-2.6-5.4L3.5 10Zm6.4 1.6L17 3.5",
  check: "m4 10.5 4 4 8-9",
  double_check: "m1.5 10.5 3.6 3.8 6.4-8M9 13l1.3 1.3 7.2-9",
  clock: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM10 6.5V10l2.4 1.6",
  alert: "M10 3.2 17.5 16h-15L10 3.2ZM10 8v4M10 14.2v.1",
  back: "M12 4.5 6.5 10l5.5 5.5",
  up: "M10 16V4.5M5 9l5-5 5 5",
  mail: "M3 5h14v10.5H3zM3 6l7 5.2L17 6",
  down: "M10 4v11.5M5 11l5 5 5-5",
  caret: "m5.5 8 4.5 4.5L14.5 8",
  close: "m5 5 10 10M15 5 5 15",
  person:
    "M10 3.5a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4ZM4 16.5c.6-3 2.9-4.6 6-4.6s5.4 1.6 6 4.6",
  link: "M8.5 5H5v10h10v-3.5M11.5 4H16v4.5M16 4l-7 7",
  copy: "M7 7h9v9H7zM13 7V4H4v9h3",
  inbox: "M3.5 11 6 4.5h8l2.5 6.5v4.5h-13V11Zm0 0H7.4l1 2h3.2l1-2h3.9",
  done: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM7 10.2l2.2 2.2L13.2 8",
  chat: "M3.5 4.5h13v9H9L5.5 16.6v-3.1h-2v-9Z",
  transfer: "M4 7h11M11.5 3.5 15 7l-3.5 3.5M16 13H5M8.5 9.5 5 13l3.5 3.5",
  note: "M5 3.5h10v13H5zM8 7.5h4M8 10.5h4",
  pause: "M7.5 5v10M12.5 5v10",
  play: "M7 4.8v10.4l8-5.2-8-5.2Z",
  retry: "M15.5 8A6 6 0 1 0 16 11.5M15.8 4v4h-4",
  eye:
    "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5Z" +
    "m7.5-2.2a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z",
  board: "M3 3.5h14v10H3zM7 17h6M10 13.5V17M6.5 10V8M10 10V6M13.5 10V7",
  expand: "M3.5 8V3.5H8M12 3.5h4.5V8M16.5 12v4.5H12M8 16.5H3.5V12",
  collapse: "M8 3.5V8H3.5M16.5 8H12V3.5M12 16.5V12h4.5M3.5 12H8v4.5",
  filter: "M3 4h14l-5.5 6.5V16l-3-1.5v-4L3 4Z",
  lost:
    "M3 3l14 14M6.5 8.2A6 6 0 0 0 4.4 9.6M9.5 6.3a9 9 0 0 1 7.2 2.6M8 12.2a3 3 0 0 1 4 .2" +
    "M10 15.5v.1",
  invite:
    "M8 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM2.5 16.5c.5-2.8 2.6-4.4 5.5-4.4 1.3 0 2.4.3 3.3.9" +
    "M15 11v6M12 14h6",
  whisper: "M3.5 4.5h13v9H9L5.5 16.6v-3.1h-2v-9ZM7 9h.1M10 9h.1M13 9h.1",
  seize: "M10 3.5v7M6.5 7.5 10 11l3.5-3.5M4 12.5V16h12v-3.5",
  people:
    "M7.5 4a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM2.5 16c.5-2.7 2.4-4 5-4s4.5 1.3 5 4" +
    "M13 4.4a2.6 2.6 0 0 1 0 4.8M14.5 12.3c1.7.5 2.7 1.8 3 3.7",
  help:
    "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z" +
    "M8 8a2 2 0 1 1 2.8 1.8c-.6.3-.8.7-.8 1.4M10 13.4v.1",
  star: "m10 3 2.1 4.5 4.9.7-3.6 3.4.9 4.9-4.3-2.3-4.3 2.3.9-4.9L3 8.2l4.9-.7Z",
  greet: "M3.5 4.5h13v9H9L5.5 16.6v-3.1h-2v-9ZM10 6.5v5M7.5 9h5",
  flag: "M5 17V3.5h9.5L12.5 7l2 3.5H5",
  clip:
    "m16.5 9.3-6.8 6.8a4.4 4.4 0 0 1-6.2-6.2l7.1-7.1a2.9 2.9 0 0 1 4.1 4.1" +
    "l-7 7a1.5 1.5 0 0 1-2.1-2.1l6.4-6.3",
  file: "M5 3h7l4 4v10H5zM12 3v4h4",
  edit: "M4 16l.8-3.4L13.5 4l2.5 2.5-8.6 8.7L4 16Z",
  sort: "M6 4v12M3 13l3 3 3-3M12 5h5.5M12 9h4M12 13h2.5",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={paths[name]} fill="none" stroke="currentColor" />
    </svg>
  );
}

const mark_ground =
  "M5 2h14a3 3 0 0 1 3 3v11a3 3 0 0 1-3 3h-6l-5 4v-4H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3Z";

/** The mark: a doorway with a speech-bubble's tail. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path class="mark-ground" d={mark_ground} />
      <path class="mark-line" d="M8 6.5v4.8a4 4 0 0 0 8 0V6.5" fill="none" />
    </svg>
  );
}
