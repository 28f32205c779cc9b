/** One visitor of the table, beside it: what is known, and the way to the conversation. */
import { useState } from "preact/hooks";
import type { WhyProps } from "../admin/why.tsx";
import { locale, t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Icon } from "../kit/icon.tsx";
import { Late, latePart } from "../kit/late.tsx";
import { StandingMark } from "../kit/standing.tsx";
import { useDesk } from "../state/desk.ts";
import { deviceText } from "../state/device.ts";
import { regionText } from "../state/region.ts";
import type { VisitorRow } from "../state/wire.ts";
import { dateTime } from "../time/format.ts";
import { Address, plainAddress } from "../views/address.tsx";
import { Fact } from "../kit/fact.tsx";
import { canInvite, InviteButton } from "./invite.tsx";
import { nameOf, originOf } from "./words.ts";

const why = latePart<WhyProps>(async () => (await import("../admin/why.tsx")).WhyPart);

export function Details({ row }: { readonly row: VisitorRow }) {
  const { visitors } = useDesk();
  const name = nameOf(row);
  const { device: kind, system, browser, version } = row;
  return (
    <aside class="visitor-details" aria-label={t("visitors.details")}>
      <header>
        <Avatar id={row.visitor} name={row.name} />
        <div class="profile-text">
          <strong>{name}</strong>
          <span class={row.state === "left" ? "online-text" : "online-text yes"}>
            {t(`visitors.state_${row.state}`)}
          </span>
          <StandingMark standing={row.standing} />
        </div>
        <button
          type="button"
          class="icon-button"
          onClick={() => {
            visitors.opened.value = false;
          }}
        >
          <Icon name="close" />
          <span class="hidden">{t("visitors.close")}</span>
        </button>
      </header>
      <div class="facts" tabIndex={0} role="group" aria-label={name}>
        <Conversation row={row} />
        {row.state === "left" ? null : <Why key={row.visitor} visitor={row.visitor} />}
        <dl class="part">
          <Fact name={t(row.state === "left" ? "visitor.last_page" : "visitor.page")}>
            <Address url={row.url} title={row.title} />
            <span class="address">{plainAddress(row.url)}</span>
          </Fact>
          <Fact name={t("visitors.source")}>{originOf(row)}</Fact>
          {row.keyword === "" ? null : <Fact name={t("visitors.keyword")}>{row.keyword}</Fact>}
          {row.region === undefined ? null : (
            <Fact name={t("visitors.region")}>{regionText(row.region)}</Fact>
          )}
          <Fact name={t("visitor.started")}>{dateTime(row.started_at, locale.value)}</Fact>
          <Fact name={t("visitor.pages")}>{row.pages}</Fact>
          {row.visits === 0 ? null : (
            <Fact name={t("visitors.visits")}>{t("visitors.nth_visit", { n: row.visits })}</Fact>
          )}
          <Fact name={t("device.label")}>{deviceText({ kind, system, browser, version })}</Fact>
          <Fact name={t("visitor.site")}>
            <code>{row.site}</code>
          </Fact>
          <Fact name={t("visitor.number")}>
            <code>{row.visitor}</code>
          </Fact>
        </dl>
      </div>
    </aside>
  );
}

function Why(props: WhyProps) {
  const [asked, setAsked] = useState(false);
  return (
    <details class="part rule-why-part" onToggle={({ currentTarget: { open } }) => setAsked(open)}>
      <summary>
        {t("visitors.why_invited")}
        <Icon name="caret" />
      </summary>
      {asked ? <Late part={why} props={props} /> : null}
    </details>
  );
}

function Conversation({ row }: { readonly row: VisitorRow }) {
  const desk = useDesk();
  const { conversation, agent_name, invited, visitor, name } = row;
  const listed = conversation !== undefined && desk.conversations.value.has(conversation);
  return (
    <div class="part visitor-conversation">
      {agent_name === undefined ? null : <p>{t("visitors.with", { name: agent_name })}</p>}
      {listed ? (
        <button type="button" class="button primary" onClick={() => desk.select(conversation)}>
          <Icon name="chat" />
          {t("visitors.conversation")}
        </button>
      ) : (
        <p class="muted">
          {t(
            conversation === undefined
              ? "visitors.no_conversation"
              : "visitors.others_conversation",
          )}
        </p>
      )}
      {invited === undefined ? null : <p>{t(`visitors.invited_${invited}`)}</p>}
      {canInvite(row) ? <InviteButton whom={{ visitor, name }} /> : null}
    </div>
  );
}
