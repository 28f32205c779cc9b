/** Settings as people write them in a text field, and back. */
import type { Holiday, Span } from "./api.ts";

export function writeSpans(spans: readonly Span[]): string {
  return spans.map(([begin, end]) => `${begin}-${end}`).join(", ");
}

function padded(time: string): string {
  return /^\d:/.test(time) ? `0${time}` : time;
}

/** What cannot be read goes to the server as it is, which then names the fault. */
export function readSpans(text: string): readonly Span[] {
  const parts = text.split(/[,，、;；]/).map((part) => part.trim());
  return parts
    .filter((part) => part !== "")
    .map((part) => {
      const [begin = "", end = ""] = part.replaceAll("：", ":").split(/[-–—~～至]/);
      return [padded(begin.trim()), padded(end.trim())];
    });
}

export function writeDates(dates: readonly Holiday[]): string {
  return dates.map(({ date, open }) => `${date} ${writeSpans(open)}`.trim()).join("\n");
}

export function readDates(text: string): readonly Holiday[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .map((line) => ({ date: line.slice(0, 10), open: readSpans(line.slice(10)) }));
}

export function readLines(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "");
}

export function readWords(text: string): readonly string[] {
  const parts = text.split(/[,，、;；\n]/).map((part) => part.trim());
  return parts.filter((part) => part !== "");
}
