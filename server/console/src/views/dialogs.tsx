/** The desk's dialogs: confirm closing, the keys, the alerts. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Alerts } from "../alerts/alerts.ts";
import { type Key, t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { disposition_length_max } from "./labels.tsx";
import { isApple, palette_keys } from "./shortcuts.ts";

export interface DialogOwner {
  readonly onClose: () => void;
}

export function CloseDialog({ onClose }: DialogOwner) {
  const desk = useDesk();
  const row = desk.current.value;
  const [words, setWords] = useState(row?.disposition ?? "");
  const confirm = (): void => {
    if (row !== null && words.trim() !== row.disposition) {
      desk.actions.dispose(row.conversation, words.trim());
    }
    if (row !== null) desk.actions.close(row.conversation);
    onClose();
  };
  return (
    <Dialog heading={t("close.heading")} onClose={onClose}>
      <p>{row === null ? null : <strong>{desk.visitorName(row.visitor)}</strong>}</p>
      <p>{t("close.text")}</p>
      <label class="field close-words">
        <span>{t("close.disposition")}</span>
        <input
          type="text"
          value={words}
          maxLength={disposition_length_max}
          autocomplete="off"
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </label>
      <footer class="dialog-footer">
        <button type="button" class="button" onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button type="button" class="button primary" autofocus onClick={confirm}>
          {t("close.confirm")}
        </button>
      </footer>
    </Dialog>
  );
}

interface Line {
  readonly keys: readonly string[];
  readonly key: Key;
}

function lines(leads: boolean): readonly Line[] {
  const alt = isApple() ? "⌥" : "Alt";
  return [
    { keys: ["J"], key: "help.next" },
    { keys: ["K"], key: "help.previous" },
    { keys: [`${alt} 1…9`], key: "help.nth" },
    { keys: ["A"], key: "help.accept" },
    { keys: ["R"], key: "help.reply" },
    { keys: ["Esc"], key: "help.escape" },
    { keys: ["N"], key: "help.note" },
    { keys: ["T"], key: "help.transfer" },
    { keys: ["I"], key: "help.invite" },
    { keys: ["W"], key: "help.watch" },
    { keys: ["O"], key: "help.take_over" },
    { keys: ["H"], key: "help.hold" },
    { keys: ["E"], key: "help.close" },
    { keys: ["Enter"], key: "help.send" },
    { keys: ["Shift", "Enter"], key: "help.newline" },
    { keys: [palette_keys()], key: "help.palette" },
    { keys: ["V"], key: "visitors.help_open" },
    { keys: ["Enter"], key: "visitors.help_row" },
    ...(leads ? [{ keys: ["B"], key: "help.board" as const }] : []),
    { keys: ["?"], key: "help.help" },
  ];
}

export function HelpDialog({ onClose }: DialogOwner) {
  const desk = useDesk();
  const on = desk.parts.preferences.shortcuts.value;
  return (
    <Dialog heading={t("help.heading")} onClose={onClose}>
      {on ? null : (
        <p class="warning">
          <Icon name="alert" />
          <span>{t("help.off")}</span>
        </p>
      )}
      <dl class="keys">
        {lines(desk.leads()).map(({ keys, key }) => (
          <div key={key}>
            <dt>
              {keys.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

export function AlertsDialog({ onClose, alerts }: DialogOwner & { readonly alerts: Alerts }) {
  const { sound } = useDesk().parts.preferences;
  return (
    <Dialog heading={t("alerts.heading")} onClose={onClose}>
      {alerts.blocked.value && sound.value ? <BlockedSound alerts={alerts} /> : null}
      <label class="switch-line">
        <span>
          {t("alerts.sound")}
          <small>{t("alerts.sound_hint")}</small>
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={sound.value}
          onChange={(event) => {
            sound.value = event.currentTarget.checked;
          }}
        />
      </label>
      <div class="switch-line">
        <span>
          {t("alerts.desktop")}
          <small>
            <Permission alerts={alerts} />
          </small>
        </span>
        {alerts.permission.value !== "default" ? null : (
          <button type="button" class="button" onClick={() => alerts.askPermission()}>
            {t("alerts.desktop_ask")}
          </button>
        )}
      </div>
      <footer class="dialog-footer">
        <button type="button" class="button" onClick={() => alerts.test()}>
          <Icon name="bell" />
          {t("alerts.test")}
        </button>
        <button type="button" class="button primary" onClick={onClose}>
          {t("common.ok")}
        </button>
      </footer>
    </Dialog>
  );
}

function Permission({ alerts }: { readonly alerts: Alerts }): ComponentChildren {
  switch (alerts.permission.value) {
    case "granted":
      return t("alerts.desktop_on");
    case "denied":
      return t("alerts.desktop_denied");
    case "absent":
      return t("alerts.desktop_none");
    case "default":
      return null;
  }
}

export function BlockedSound({ alerts }: { readonly alerts: Alerts }) {
  return (
    <p class="warning">
      <Icon name="bell_off" />
      <span>{t("alerts.blocked")}</span>
      <button type="button" class="text-button" onClick={() => alerts.unblock()}>
        {t("alerts.unblock")}
      </button>
    </p>
  );
}
