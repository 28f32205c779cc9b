/** The left pane: offers, the lists' tabs, search, and the rows of the chosen list. */
import { useEffect, useRef } from "preact/hooks";
import { type Key, t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { type Desk, useDesk } from "../state/desk.ts";
import type { Tab } from "../state/selectors.ts";
import { Duty } from "./duty.tsx";
import { Offers } from "./offers.tsx";
import { Row, rowId } from "./row.tsx";
import { Invitations } from "./together.tsx";

function tabsOf(desk: Desk): readonly Tab[] {
  const leads = desk.me.value !== null && desk.me.value.role !== "agent";
  return leads ? ["mine", "waiting", "others", "closed"] : ["mine", "waiting", "closed"];
}

export function ListPane() {
  const desk = useDesk();
  return (
    <section class="pane list-pane" aria-label={t("list.label")}>
      <Offers />
      <Invitations />
      <Duty />
      <Tabs />
      <Search />
      {desk.me.value === null ? <Skeleton /> : <Rows />}
    </section>
  );
}

function Tabs() {
  const desk = useDesk();
  const tabs = tabsOf(desk);
  const counts = desk.counts.value;
  const strip = useRef<HTMLDivElement>(null);
  const choose = (tab: Tab | undefined): void => {
    if (tab === undefined) return;
    desk.tab.value = tab;
    strip.current?.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  };
  return (
    <div
      ref={strip}
      class="tabs"
      role="tablist"
      aria-label={t("list.tabs")}
      onKeyDown={(event) => {
        const at = tabs.indexOf(desk.tab.value);
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (step === 0) return;
        event.preventDefault();
        choose(tabs[(at + step + tabs.length) % tabs.length]);
      }}
    >
      {tabs.map((tab) => (
        <button
          key={tab}
          id={`tab-${tab}`}
          type="button"
          role="tab"
          class="tab"
          aria-selected={desk.tab.value === tab}
          aria-controls="rows"
          tabIndex={desk.tab.value === tab ? 0 : -1}
          onClick={() => choose(tab)}
        >
          {t(`list.${tab}`)}
          <span class={tab === "waiting" && counts.waiting > 0 ? "count busy" : "count"}>
            {counts[tab]}
          </span>
        </button>
      ))}
    </div>
  );
}

function Search() {
  const desk = useDesk();
  const sorted = desk.sort.value === "waiting";
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        value={desk.query.value}
        placeholder={t("list.search")}
        aria-label={t("list.search")}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          desk.query.value = event.currentTarget.value.trim();
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape" && input.current !== null) {
            desk.query.value = input.current.value = "";
          }
        }}
      />
      {desk.tab.value !== "mine" ? null : (
        <button
          type="button"
          class="icon-button small"
          aria-pressed={sorted}
          title={t(sorted ? "list.sort_waiting" : "list.sort_recent")}
          onClick={() => {
            desk.sort.value = sorted ? "recent" : "waiting";
          }}
        >
          <Icon name="sort" />
          <span class="hidden">{t("list.sort_waiting")}</span>
        </button>
      )}
    </div>
  );
}

function Rows() {
  const desk = useDesk();
  const rows = desk.rows.value;
  const selected = desk.selected.value;
  const shown = rows.some((row) => row.conversation === selected);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = rows.findIndex((row) => row.conversation === selected);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(at + 1, rows.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: rows.length - 1,
    };
    const row = rows[targets[event.key] ?? -1];
    if (row !== undefined) {
      event.preventDefault();
      desk.select(row.conversation);
    } else if (event.key === "Enter" && shown) {
      event.preventDefault();
      desk.wantReply();
    }
  };
  return (
    <div id="rows" class="rows" role="tabpanel" aria-labelledby={`tab-${desk.tab.value}`}>
      {rows.length === 0 ? (
        <EmptyList />
      ) : (
        <div
          ref={list}
          class="listbox"
          role="listbox"
          tabIndex={0}
          aria-label={t(`list.${desk.tab.value}`)}
          onKeyDown={onKeyDown}
          {...(shown && selected !== null ? { "aria-activedescendant": rowId(selected) } : {})}
        >
          {rows.map((row, index) => (
            <Row key={row.conversation} row={row} index={index} tab={desk.tab.value} />
          ))}
        </div>
      )}
    </div>
  );
}

const hints: Readonly<Record<Tab, Key>> = {
  mine: "list.empty_mine_hint",
  waiting: "list.empty_waiting_hint",
  others: "list.empty_others_hint",
  closed: "list.empty_closed_hint",
};

function EmptyList() {
  const desk = useDesk();
  const tab = desk.tab.value;
  if (desk.query.value !== "") {
    return (
      <div class="empty">
        <Icon name="search" />
        <p>{t("list.no_match", { query: desk.query.value })}</p>
      </div>
    );
  }
  return (
    <div class="empty">
      <Icon name={tab === "closed" ? "done" : "inbox"} />
      <p>{t(`list.empty_${tab}`)}</p>
      <small>{t(hints[tab])}</small>
    </div>
  );
}

function Skeleton() {
  return (
    <div class="rows" aria-busy="true">
      <p class="hidden">{t("link.connecting")}</p>
      {[0, 1, 2, 3, 4].map((index) => (
        <div key={index} class="row skeleton" aria-hidden="true">
          <span class="bone round" />
          <span class="row-text">
            <span class="bone" />
            <span class="bone short" />
          </span>
        </div>
      ))}
    </div>
  );
}
