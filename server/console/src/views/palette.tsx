/** Ctrl/⌘+K: every main action and every conversation, by a few letters. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Alerts } from "../alerts/alerts.ts";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { type Command, commandsOf, filterCommands } from "./commands.ts";

const shown_max = 50;

export interface PaletteProps {
  readonly onClose: () => void;
  readonly alerts: Alerts;
}

export function Palette({ onClose, alerts }: PaletteProps) {
  const desk = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  const found = filterCommands(commandsOf(desk, alerts), query.trim());
  const commands = found.slice(0, shown_max);
  const chosen = Math.min(at, commands.length - 1);
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    dialog.current?.close();
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setAt((chosen + step + commands.length) % Math.max(1, commands.length));
    else if (event.key === "Enter") run(commands[chosen]);
    else return;
    event.preventDefault();
  };
  const onQuery = (text: string): void => {
    setQuery(text);
    setAt(0);
  };
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={t("palette.label")}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <Search
        {...(commands.length === 0 ? {} : { chosen: commandId(chosen) })}
        onQuery={onQuery}
        onKeyDown={onKeyDown}
      />
      <Found commands={commands} chosen={chosen} onChoose={setAt} onRun={run} />
      {commands.length > 0 ? null : <p class="muted palette-none">{t("palette.none")}</p>}
    </dialog>
  );
}

function commandId(index: number): string {
  return `command-${index}`;
}

interface SearchProps {
  readonly chosen?: string;
  readonly onQuery: (text: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Search({ chosen, onQuery, onKeyDown }: SearchProps) {
  return (
    <div class="palette-search">
      <Icon name="search" />
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={chosen}
        aria-label={t("palette.placeholder")}
        autofocus
        autocomplete="off"
        spellcheck={false}
        placeholder={t("palette.placeholder")}
        onInput={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">Esc</kbd>
    </div>
  );
}

interface FoundProps {
  readonly commands: readonly Command[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  readonly onRun: (command: Command) => void;
}

function Found({ commands, chosen, onChoose, onRun }: FoundProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div
      ref={list}
      id="palette-list"
      class="palette-list"
      role="listbox"
      tabIndex={-1}
      aria-label={t("palette.actions")}
    >
      {commands.map((command, index) => (
        <div
          key={command.key}
          id={commandId(index)}
          class="palette-item"
          role="option"
          aria-selected={index === chosen}
          onMouseMove={() => onChoose(index)}
          onClick={() => onRun(command)}
        >
          <span>{command.label}</span>
          {command.detail === undefined ? null : <small>{command.detail}</small>}
        </div>
      ))}
    </div>
  );
}
