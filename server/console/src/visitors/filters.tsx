/** What narrows the table. */
import type { ComponentChildren } from "preact";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import {
  channels,
  choicesOf,
  isFiltered,
  no_filter,
  type RegionChoice,
  visitor_states,
} from "../state/visitor_rows.ts";
import type { VisitorRow } from "../state/wire.ts";
import { originOf } from "./words.ts";

const text_max = 100;

/** What is chosen stays a choice when nobody on the table has it. */
const withChosen = (choices: readonly string[], chosen: string): readonly string[] =>
  chosen === "" || choices.includes(chosen) ? choices : [...choices, chosen];

export function Filters() {
  const { visitors } = useDesk();
  const { value: filter } = visitors.filter;
  const { sites, sources, regions } = choicesOf(visitors.table.value?.rows.values() ?? []);
  const named = withChosen(sources, filter.source.includes("/") ? filter.source : "");
  return (
    <div class="visitor-filters" role="search" aria-label={t("visitors.filters")}>
      <label class="visitor-search">
        <Icon name="search" />
        <span class="hidden">{t("visitors.search")}</span>
        <input
          type="search"
          value={filter.text}
          maxLength={text_max}
          placeholder={t("visitors.search")}
          onInput={({ currentTarget }) => visitors.narrow({ text: currentTarget.value })}
        />
      </label>
      <Choose
        label={t("visitors.site")}
        all={t("visitors.all_sites")}
        value={filter.site}
        onChoose={(site) => visitors.narrow({ site })}
      >
        {withChosen(sites, filter.site).map((site) => (
          <option key={site} value={site}>
            {site}
          </option>
        ))}
      </Choose>
      <Choose
        label={t("visitors.state")}
        all={t("visitors.all_states")}
        value={filter.state}
        onChoose={(state) => visitors.narrow({ state })}
      >
        {visitor_states.map((state) => (
          <option key={state} value={state}>
            {t(`visitors.state_${state}`)}
          </option>
        ))}
      </Choose>
      <Choose
        label={t("visitors.source")}
        all={t("visitors.all_sources")}
        value={filter.source}
        onChoose={(source) => visitors.narrow({ source })}
      >
        {channels.map((channel) => (
          <option key={channel} value={channel}>
            {t(`visitors.channel.${channel}`)}
          </option>
        ))}
        {named.map((source) => (
          <option key={source} value={source}>
            {originOf(parted(source))}
          </option>
        ))}
      </Choose>
      <Regions choices={regions} />
      {isFiltered(filter) ? (
        <button type="button" class="text-button" onClick={() => visitors.narrow(no_filter)}>
          {t("visitors.reset")}
        </button>
      ) : null}
    </div>
  );
}

/** Nothing, where no region is known. */
function Regions({ choices }: { readonly choices: readonly RegionChoice[] }) {
  const { visitors } = useDesk();
  const chosen = visitors.filter.value.region;
  const known = chosen === "" || choices.some(({ key }) => key === chosen);
  const all = known ? choices : [...choices, { key: chosen, text: chosen }];
  if (all.length === 0) return null;
  return (
    <Choose
      label={t("visitors.region")}
      all={t("visitors.all_regions")}
      value={chosen}
      onChoose={(region) => visitors.narrow({ region })}
    >
      {all.map(({ key, text }) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </Choose>
  );
}

/** "search/baidu" as the two that it is made of. */
function parted(source: string): Pick<VisitorRow, "channel" | "source"> {
  const [first, ...rest] = source.split("/");
  const channel = channels.find((each) => each === first) ?? "referral";
  return { channel, source: rest.join("/") };
}

interface ChooseProps {
  readonly label: string;
  readonly all: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly children: ComponentChildren;
}

function Choose({ label, all, value, onChoose, children }: ChooseProps) {
  return (
    <select
      class={value === "" ? "visitor-choice" : "visitor-choice set"}
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      <option value="">{all}</option>
      {children}
    </select>
  );
}
