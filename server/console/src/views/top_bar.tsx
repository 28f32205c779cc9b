/** The bar on top: the mark, the palette, alerts, the agent's status and account. */
import type { ComponentChildren } from "preact";
import type { Alerts } from "../alerts/alerts.ts";
import { locale, localeNames, locales, t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Icon, Mark } from "../kit/icon.tsx";
import { Menu, MenuItem } from "../kit/menu.tsx";
import { useDesk } from "../state/desk.ts";
import { themes } from "../state/preferences.ts";
import { steers } from "../state/together.ts";
import type { Agent, AgentStatus } from "../state/wire.ts";
import { ViewSwitch } from "./view_switch.tsx";
import { palette_keys } from "./shortcuts.ts";

const statuses: readonly AgentStatus[] = ["online", "away", "offline"];

export function TopBar({ alerts }: { readonly alerts: Alerts }) {
  const desk = useDesk();
  const me = desk.me.value;
  const silent = !desk.parts.preferences.sound.value || alerts.blocked.value;
  return (
    <header class="bar">
      <a class="skip" href="#conversation">
        {t("app.skip")}
      </a>
      <div class="brand">
        <Mark />
        <span>Usher</span>
        <ViewSwitch />
      </div>
      <h1 class="hidden">{t("app.title")}</h1>
      <button
        type="button"
        class="palette-button"
        onClick={() => {
          desk.dialog.value = "palette";
        }}
      >
        <Icon name="search" />
        <span>{t("palette.placeholder")}</span>
        <kbd aria-hidden="true">{palette_keys()}</kbd>
      </button>
      <div class="bar-end">
        <button
          type="button"
          class="icon-button"
          title={t("alerts.label")}
          onClick={() => {
            desk.dialog.value = "alerts";
          }}
        >
          <Icon name={silent ? "bell_off" : "bell"} />
          <span class="hidden">{t("alerts.label")}</span>
          {alerts.blocked.value ? <span class="dot-warning" aria-hidden="true" /> : null}
        </button>
        {me === null ? (
          <span class="bone status-bone" aria-hidden="true" />
        ) : (
          <>
            <StatusMenu me={me} />
            <AccountMenu me={me} />
          </>
        )}
      </div>
    </header>
  );
}

function StatusMenu({ me }: { readonly me: Agent }) {
  const desk = useDesk();
  const status = t(`status.${me.status}`);
  const load = t("status.load_label", { load: me.load, capacity: me.capacity });
  return (
    <Menu
      place="second"
      class="status-button"
      label={t("status.label")}
      button={
        <>
          <span class={`status-sign ${me.status}`} aria-hidden="true" />
          <span class="status-text">{status}</span>
          <span class="status-load">
            {t("status.load", { load: me.load, capacity: me.capacity })}
          </span>
          <Icon name="caret" />
        </>
      }
    >
      {statuses.map((value) => (
        <MenuItem
          key={value}
          kind="radio"
          checked={me.status === value}
          detail={t(`status.${value}_hint`)}
          onSelect={() => desk.actions.status(value)}
        >
          <span class="menu-status">
            <span class={`status-sign ${value}`} aria-hidden="true" />
            {t(`status.${value}`)}
          </span>
        </MenuItem>
      ))}
      <div class="menu-load" role="presentation">
        <meter min={0} max={Math.max(1, me.capacity)} value={me.load} aria-label={load} />
        <span>{load}</span>
      </div>
    </Menu>
  );
}

function AccountMenu({ me }: { readonly me: Agent }) {
  const desk = useDesk();
  const { theme, shortcuts } = desk.parts.preferences;
  return (
    <Menu
      place="first"
      class="account-button"
      label={`${t("account.label")} ${me.name}`}
      button={<Avatar id={me.agent} name={me.name} />}
    >
      <div class="menu-head" role="presentation">
        <strong>{me.name}</strong>
        <small>{t(`account.role_${me.role}`)}</small>
      </div>
      <Choice
        label={t("account.language")}
        options={locales}
        chosen={locale.value}
        text={(value) => <span lang={value}>{localeNames[value]}</span>}
        onChoose={(value) => {
          locale.value = value;
        }}
      />
      <Choice
        label={t("account.theme")}
        options={themes}
        chosen={theme.value}
        text={(value) => t(`account.theme_${value}`)}
        onChoose={(value) => {
          theme.value = value;
        }}
      />
      <div class="menu-group" role="presentation">
        <SettingsItem me={me} />
        <MenuItem
          kind="checkbox"
          checked={shortcuts.value}
          onSelect={() => {
            shortcuts.value = !shortcuts.value;
          }}
        >
          {t("account.shortcuts")}
        </MenuItem>
        <MenuItem
          onSelect={() => {
            desk.dialog.value = "help";
          }}
        >
          {t("account.help")}
        </MenuItem>
        <MenuItem
          onSelect={() => {
            desk.dialog.value = "password";
          }}
        >
          {t("account.password")}
        </MenuItem>
      </div>
      {steers(me) ? <LeadItems /> : null}
      <div class="menu-group" role="presentation">
        <MenuItem onSelect={() => desk.actions.signOut()}>{t("account.sign_out")}</MenuItem>
      </div>
    </Menu>
  );
}

function SettingsItem({ me }: { readonly me: Agent }) {
  const desk = useDesk();
  const is_admin = me.role === "admin";
  return (
    <MenuItem
      onSelect={() => {
        desk.settings.value = is_admin ? "queues" : "canned";
      }}
    >
      {t(is_admin ? "settings.heading" : "canned.label")}
    </MenuItem>
  );
}

function LeadItems() {
  const desk = useDesk();
  return (
    <div class="menu-group" role="presentation">
      {(["team", "acts"] as const).map((dialog) => (
        <MenuItem
          key={dialog}
          onSelect={() => {
            desk.dialog.value = dialog;
          }}
        >
          {t(`${dialog}.heading`)}
        </MenuItem>
      ))}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly chosen: T;
  readonly text: (option: T) => ComponentChildren;
  readonly onChoose: (option: T) => void;
}

function Choice<T extends string>({ label, options, chosen, text, onChoose }: ChoiceProps<T>) {
  return (
    <div class="menu-group" role="group" aria-label={label}>
      <span class="menu-label" aria-hidden="true">
        {label}
      </span>
      {options.map((option) => (
        <MenuItem
          key={option}
          kind="radio"
          checked={option === chosen}
          onSelect={() => onChoose(option)}
        >
          {text(option)}
        </MenuItem>
      ))}
    </div>
  );
}
