/** Times that move by themselves; only these small parts render again each second. */
import { locale } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import { clock, dateTime, rowTime, secondsLeft, time } from "../time/format.ts";

const soon_ms = 60_000;
const late_ms = 180_000;

/** A running m:ss since an instant; `tone` also thickens it, so colour isn't the only sign. */
export function Elapsed({
  since,
  label,
}: {
  readonly since: number;
  readonly label?: (text: string) => string;
}) {
  const elapsed_ms = useDesk().parts.ticker.now.value - since;
  const tone = elapsed_ms >= late_ms ? "late" : elapsed_ms >= soon_ms ? "soon" : "calm";
  const text = clock(elapsed_ms);
  return (
    <span class={`elapsed ${tone}`} role="timer" aria-label={label?.(text)}>
      {text}
    </span>
  );
}

export function Seconds({
  until,
  children,
}: {
  readonly until: number;
  readonly children: (seconds: number) => string;
}) {
  return <>{children(secondsLeft(until, useDesk().parts.ticker.now.value))}</>;
}

export function RowTime({ at }: { readonly at: number }) {
  const now = useDesk().parts.ticker.now.peek();
  const label = locale.value;
  return (
    <time dateTime={new Date(at).toISOString()} title={dateTime(at, label)}>
      {rowTime(at, now, label)}
    </time>
  );
}

export function ClockTime({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={dateTime(at, locale.value)}>
      {time(at, locale.value)}
    </time>
  );
}
