/** When a queue is staffed: a week and dates, each written in a line. */
import type { Hours } from "./api.ts";
import { Group, SwitchField, TextField, WrittenField } from "./fields.tsx";
import { at, item, type Lens } from "./lens.ts";
import { words } from "./texts.ts";
import { readDates, readSpans, writeDates, writeSpans } from "./written.ts";

const days = [0, 1, 2, 3, 4, 5, 6] as const;
/** Those that most owners look for; every other one can be written. */
export const zones = [
  "Asia/Shanghai",
  "Asia/Hong_Kong",
  "Asia/Taipei",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Europe/London",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "UTC",
];

export function HoursFields({ lens }: { readonly lens: Lens<Hours> }) {
  const week = at(lens, "week");
  return (
    <Group heading={words("hours.heading")} lenses={[lens]}>
      <div class="wide">
        <SwitchField lens={at(lens, "always")} label={words("hours.always")} />
      </div>
      {lens.value.always ? null : (
        <>
          <div class="wide">
            <TextField lens={at(lens, "zone")} label={words("hours.zone")} list={zones} />
          </div>
          {days.map((day) => (
            <WrittenField
              key={day}
              lens={item(week, day)}
              label={words(`hours.day_${day}`)}
              hint={day === 0 ? words("hours.day_hint") : undefined}
              write={writeSpans}
              read={readSpans}
            />
          ))}
          <div class="wide">
            <WrittenField
              lens={at(lens, "dates")}
              label={words("hours.dates")}
              hint={words("hours.dates_hint")}
              write={writeDates}
              read={readDates}
              rows={3}
            />
          </div>
        </>
      )}
    </Group>
  );
}
