/** What alarms now: an icon, words and a colour for each, and a way to silence the sound. */
import { alarmText } from "../../alerts/alarm_text.ts";
import { t } from "../../i18n/text.ts";
import { Icon, type IconName } from "../../kit/icon.tsx";
import type { Alarm, AlarmKind } from "../../state/board_rows.ts";
import { useDesk } from "../../state/desk.ts";
import { clock } from "../../time/format.ts";

const icons: Readonly<Record<AlarmKind, IconName>> = {
  agent_lost: "lost",
  nobody: "person",
  wait: "clock",
  no_reply: "chat",
  low_rating: "star",
  word: "flag",
};

export function AlarmStrip() {
  const { board } = useDesk();
  const alarms = board.alarms.value;
  return (
    <section class={alarms.length > 0 ? "alarms busy" : "alarms"} aria-label={t("board.alarms")}>
      {alarms.length === 0 ? (
        <p class="alarms-none">
          <Icon name="done" />
          {t("board.alarms_none")}
        </p>
      ) : (
        <ul class="alarm-list">
          {alarms.map((alarm) => (
            <li key={alarm.key} class="alarm-item">
              <AlarmButton alarm={alarm} />
              <Seen alarm={alarm} />
            </li>
          ))}
        </ul>
      )}
      {board.alarming.value ? (
        <button type="button" class="button" onClick={() => board.acknowledge()}>
          <Icon name="bell_off" />
          {t("board.acknowledge")}
        </button>
      ) : null}
      <Announcement />
    </section>
  );
}

/** For what does not go by itself: over for all supervisors. */
function Seen({ alarm }: { readonly alarm: Alarm }) {
  const { actions } = useDesk();
  const { held } = alarm;
  if (held === null) return null;
  const text = t("board.alarm_seen", { alarm: alarmText(alarm) });
  return (
    <button
      type="button"
      class="icon-button small"
      title={text}
      onClick={() => actions.acknowledge(held.alarm)}
    >
      <Icon name="check" />
      <span class="hidden">{text}</span>
    </button>
  );
}

/** Shows the conversations that it is about. */
function AlarmButton({ alarm }: { readonly alarm: Alarm }) {
  const desk = useDesk();
  const { board, parts } = desk;
  const { kind, since, held } = alarm;
  const heard = board.acknowledged.value.has(alarm.key);
  const elapsed = clock(parts.ticker.now.value - since);
  return (
    <button
      type="button"
      class={`alarm ${kind} ${heard ? "heard" : ""}`}
      title={held === null ? undefined : t("board.alarm_open")}
      onClick={() => desk.showAlarm(alarm)}
    >
      <Icon name={icons[kind]} />
      <span>{alarmText(alarm)}</span>
      <small>{t(held === null ? "board.alarm_since" : "board.alarm_ago", { time: elapsed })}</small>
    </button>
  );
}

/** Says the worst alarm once, not its running clock. */
function Announcement() {
  const { board } = useDesk();
  const worst = board.alarms.value[0];
  const unheard = worst !== undefined && board.alarming.value;
  return (
    <div class="hidden" role="alert">
      {unheard ? alarmText(worst) : ""}
    </div>
  );
}
