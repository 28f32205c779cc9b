/** What alarms now: an icon, words and a colour for each, and a way to silence the sound. */
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
            <li key={alarm.key}>
              <AlarmButton alarm={alarm} />
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

/** Shows the conversations that it is about. */
function AlarmButton({ alarm }: { readonly alarm: Alarm }) {
  const { board, parts } = useDesk();
  const { kind, name, count, since, of, id } = alarm;
  const heard = board.acknowledged.value.has(alarm.key);
  const elapsed = clock(parts.ticker.now.value - since);
  return (
    <button
      type="button"
      class={`alarm ${kind} ${heard ? "heard" : ""}`}
      onClick={() => {
        board.filter.value = { kind: of, id };
      }}
    >
      <Icon name={icons[kind]} />
      <span>{t(`board.alarm_${kind}`, { name, n: count })}</span>
      <small>{t("board.alarm_since", { time: elapsed })}</small>
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
      {unheard ? t(`board.alarm_${worst.kind}`, { name: worst.name, n: worst.count }) : ""}
    </div>
  );
}
