/** The right pane: who is asking, from where, and what they looked at. */
import type { ComponentChildren } from "preact";
import { locale, t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Fact } from "../kit/fact.tsx";
import { Icon } from "../kit/icon.tsx";
import { StandingMark } from "../kit/standing.tsx";
import { useDesk } from "../state/desk.ts";
import { deviceText } from "../state/device.ts";
import { regionText } from "../state/region.ts";
import { givenName, shortId } from "../state/selectors.ts";
import { campaignText, sourceText } from "../state/source.ts";
import { pageNow } from "../state/trail.ts";
import type { Conversation, Visit, Visitor } from "../state/wire.ts";
import { dateTime } from "../time/format.ts";
import { InviteButton } from "../visitors/invite.tsx";
import { Address, plainAddress } from "./address.tsx";
import { Labels } from "./labels.tsx";
import { Earlier } from "./past.tsx";
import { Stars } from "./rating.tsx";
import { Trail } from "./trail.tsx";

export function VisitorPane() {
  const desk = useDesk();
  const row = desk.current.value;
  return (
    <section class="pane visitor-pane" aria-label={t("visitor.label")}>
      <header class="visitor-back">
        <button
          type="button"
          class="icon-button"
          onClick={() => {
            desk.page.value = "conversation";
          }}
        >
          <Icon name="back" />
          <span class="hidden">{t("common.back")}</span>
        </button>
        <h2>{t("visitor.label")}</h2>
      </header>
      {row === null ? (
        <div class="empty">
          <Icon name="person" />
          <small>{t("visitor.none")}</small>
        </div>
      ) : (
        <Facts row={row} />
      )}
    </section>
  );
}

const isInvited = ({ visit }: Visitor): boolean => visit?.invitation?.state === "invited";

function Facts({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const { visitor } = row;
  const attributes = Object.entries(visitor.attributes);
  return (
    <div class="facts" tabIndex={0} role="group" aria-label={desk.visitorName(visitor)}>
      <Profile visitor={visitor} />
      <Part heading={t("visitor.visit")}>
        {visitor.visit === null ? (
          <p class="muted">{t("visitor.no_visit")}</p>
        ) : (
          <VisitFacts visit={visitor.visit} visitor={visitor} />
        )}
        {row.state === "closed" && visitor.online && !isInvited(visitor) ? (
          <InviteButton whom={visitor} />
        ) : null}
      </Part>
      <Part heading={t("labels.heading")}>
        <Labels key={row.conversation} row={row} />
      </Part>
      {visitor.visit === null || visitor.visit.trail.length === 0 ? null : (
        <Part heading={t("visitor.trail")}>
          <Trail trail={visitor.visit.trail} online={visitor.online} />
        </Part>
      )}
      {attributes.length === 0 ? null : (
        <Part heading={t("visitor.attributes")}>
          <dl>
            {attributes.map(([name, value]) => (
              <Fact key={name} name={name}>
                {value}
              </Fact>
            ))}
          </dl>
        </Part>
      )}
      <Part heading={t("past.earlier")}>
        <Earlier visitor={visitor.visitor} conversation={row.conversation} />
      </Part>
      <Part heading={t("visitor.conversation")}>
        <dl>
          <Fact name={t("visitor.queue")}>{desk.queueName(row.queue)}</Fact>
          <Fact name={t("visitor.opened")}>{dateTime(row.opened_at, locale.value)}</Fact>
          {row.closed_at === null ? null : (
            <Fact name={t("visitor.closed")}>{dateTime(row.closed_at, locale.value)}</Fact>
          )}
          {row.rating === undefined ? null : (
            <Fact name={t("rating.heading")}>
              <Stars score={row.rating.score} />
            </Fact>
          )}
          <Fact name={t("visitor.number")}>
            <code>{visitor.visitor}</code>
          </Fact>
        </dl>
      </Part>
    </div>
  );
}

function Part({
  heading,
  children,
}: {
  readonly heading: string;
  readonly children: ComponentChildren;
}) {
  return (
    <details class="part" open>
      <summary>
        <h3>{heading}</h3>
        <Icon name="caret" />
      </summary>
      {children}
    </details>
  );
}

function Profile({ visitor }: { readonly visitor: Visitor }) {
  const desk = useDesk();
  const contact = [
    { name: t("visitor.email"), value: visitor.email, proven: visitor.identity?.email },
    { name: t("visitor.phone"), value: visitor.phone, proven: visitor.identity?.phone },
  ];
  const known = contact.filter(({ value }) => value !== null && value !== "");
  const name_standing = visitor.identity?.name ? "verified" : "unverified";
  return (
    <div class="profile">
      <Avatar id={visitor.visitor} name={visitor.name} />
      <div class="profile-text">
        <strong>{desk.visitorName(visitor)}</strong>
        <span class={visitor.online ? "online-text yes" : "online-text"}>
          {t(visitor.online ? "list.online" : "list.offline")}
          {givenName(visitor) === null ? null : ` · #${shortId(visitor.visitor)}`}
        </span>
        {givenName(visitor) === null ? null : <StandingMark standing={name_standing} />}
      </div>
      <dl class="profile-facts">
        {visitor.identity === undefined ? null : (
          <Fact name={t("identity.external_id")}>
            <Copyable text={visitor.identity.external_id} />
            <StandingMark standing="verified" />
          </Fact>
        )}
        {known.map(({ name, value, proven }) => (
          <Fact key={name} name={name}>
            <Copyable text={value ?? ""} />
            <StandingMark standing={proven ? "verified" : "unverified"} />
          </Fact>
        ))}
      </dl>
      {known.length > 0 || visitor.identity !== undefined ? null : (
        <p class="muted">{t("visitor.anonymous")}</p>
      )}
    </div>
  );
}

function Copyable({ text }: { readonly text: string }) {
  const { toasts } = useDesk().parts;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toasts.show("good", t("visitor.copied"));
  };
  return (
    <span class="copyable">
      <span>{text}</span>
      <button type="button" class="icon-button tiny" onClick={() => void copy()}>
        <Icon name="copy" />
        <span class="hidden">{`${t("visitor.copy")} ${text}`}</span>
      </button>
    </span>
  );
}

/** Where this visit came from, and the first one, when that was another. */
function Origin({ visit, visitor: { first_touch: first } }: VisitFactsProps) {
  const { source } = visit;
  const page = visit.referrer === "" ? null : <Address url={visit.referrer} />;
  if (source === undefined) {
    return <Fact name={t("visitor.referrer")}>{page ?? t("visitor.direct")}</Fact>;
  }
  const campaign = campaignText(source);
  return (
    <>
      <Fact name={t("visitor.referrer")}>{sourceText(source)}</Fact>
      {campaign === "" ? null : <Fact name={t("source.campaign")}>{campaign}</Fact>}
      {page === null ? null : <Fact name={t("source.referrer")}>{page}</Fact>}
      {first === undefined || first.at === visit.started_at ? null : (
        <Fact name={t("source.first")}>
          {sourceText(first.source)}
          <span class="address">{dateTime(first.at, locale.value)}</span>
        </Fact>
      )}
    </>
  );
}

interface VisitFactsProps {
  readonly visit: Visit;
  readonly visitor: Visitor;
}

function VisitFacts({ visit, visitor }: VisitFactsProps) {
  const { online, visits } = visitor;
  const page = pageNow(visit.trail);
  return (
    <dl>
      {page === undefined ? null : (
        <Fact name={t(online ? "visitor.page" : "visitor.last_page")}>
          <Address url={page.url} title={page.title} />
          <span class="address">{plainAddress(page.url)}</span>
        </Fact>
      )}
      <Origin visit={visit} visitor={visitor} />
      {visit.region === undefined ? null : (
        <Fact name={t("visitors.region")}>{regionText(visit.region)}</Fact>
      )}
      <Fact name={t("visitor.started")}>{dateTime(visit.started_at, locale.value)}</Fact>
      <Fact name={t("visitor.pages")}>{visit.pages}</Fact>
      {visits === undefined ? null : (
        <Fact name={t("visitors.visits")}>{t("visitors.nth_visit", { n: visits })}</Fact>
      )}
      {visit.device === undefined ? null : (
        <Fact name={t("device.label")}>{deviceText(visit.device)}</Fact>
      )}
      <Fact name={t("visitor.site")}>
        <code>{visit.site}</code>
      </Fact>
      {visit.invitation === undefined ? null : (
        <Fact name={t("visitors.invitation")}>
          {t(`visitors.invited_${visit.invitation.state}`)}
          <span class="address">
            {visit.invitation.agent.name}: {visit.invitation.text}
          </span>
        </Fact>
      )}
    </dl>
  );
}
