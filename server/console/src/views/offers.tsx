/** Conversations that ring here, above every list until they are taken, declined or gone. */
import { t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import type { Conversation } from "../state/wire.ts";
import { Seconds } from "./clock.tsx";
import { LeftMark } from "./left.tsx";
import { Why } from "./routing.tsx";

export function Offers() {
  const desk = useDesk();
  const offers = desk.offers.value;
  return (
    <section class="offers" aria-label={t("offer.label")} hidden={offers.length === 0}>
      {offers.map((offer) => (
        <OfferCard key={offer.conversation} offer={offer} />
      ))}
    </section>
  );
}

function OfferCard({ offer }: { readonly offer: Conversation }) {
  const desk = useDesk();
  const name = desk.visitorName(offer.visitor);
  const deadline_at = offer.offer?.deadline_at ?? 0;
  return (
    <article class="offer">
      <header class="offer-header">
        <span class="offer-pulse" aria-hidden="true" />
        <h2>
          {offer.offer?.from
            ? t("offer.transfer", { name: offer.offer.from.name })
            : t("offer.heading")}
        </h2>
        <span class="offer-left">
          <Seconds until={deadline_at}>{(n) => t("offer.seconds", { n })}</Seconds>
        </span>
      </header>
      <div class="offer-who">
        <Avatar
          id={offer.visitor.visitor}
          name={offer.visitor.name}
          online={offer.visitor.online}
          onlineText={t(offer.visitor.online ? "list.online" : "list.offline")}
        />
        <div class="offer-text">
          <div class="offer-name">
            <strong>{name}</strong>
            <span class="tag">{desk.queueName(offer.queue)}</span>
          </div>
          <LeftMark row={offer} />
          <p>{offer.last_message?.start ?? t("list.no_message")}</p>
          <Why row={offer} />
          {offer.transfer_note === null ? null : (
            <p class="offer-note">
              <Icon name="note" />
              {offer.transfer_note.text}
            </p>
          )}
        </div>
      </div>
      <Countdown deadline_at={deadline_at} />
      <div class="offer-actions">
        <button type="button" class="button primary" onClick={() => desk.take(offer.conversation)}>
          {t("offer.accept")}
          <span class="hidden">{name}</span>
          <kbd aria-hidden="true">A</kbd>
        </button>
        <button
          type="button"
          class="button"
          onClick={() => desk.actions.decline(offer.conversation)}
        >
          {t("offer.decline")}
          <span class="hidden">{name}</span>
        </button>
      </div>
    </article>
  );
}

/** The most a bar shows; a longer offer starts full and stands until it gets there. */
const bar_ms = 30_000;

function Countdown({ deadline_at }: { readonly deadline_at: number }) {
  const left_ms = Math.max(0, deadline_at - useDesk().parts.ticker.now.value);
  return (
    <progress class="offer-bar" max={bar_ms} value={Math.min(bar_ms, left_ms)} aria-hidden="true" />
  );
}
