/** What a visitor thought of a conversation. */
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import type { Conversation, Rating } from "../state/wire.ts";

const scores = [1, 2, 3, 4, 5] as const;

export function Stars({ score }: { readonly score: number }) {
  return (
    <span class={score <= 2 ? "stars low" : "stars"} role="img" aria-label={scoreText(score)}>
      {scores.map((one) => (
        <span key={one} class={one <= score ? "on" : ""}>
          <Icon name="star" />
        </span>
      ))}
    </span>
  );
}

function scoreText(score: number): string {
  return t("rating.score", { n: score });
}

/** In a list. */
export function RatingMark({ row }: { readonly row: Conversation }) {
  const { rating } = row;
  if (rating === undefined || rating.earlier === true) return null;
  return <Stars score={rating.score} />;
}

/** Above the conversation. */
export function RatingLine({ row }: { readonly row: Conversation }) {
  const { rating } = row;
  if (rating === undefined) return null;
  return (
    <section class="rating-line" aria-label={t("rating.heading")}>
      <p>
        <strong>{t(rating.earlier === true ? "rating.earlier" : "rating.heading")}</strong>
        <Stars score={rating.score} />
        <span class="muted">{t("rating.of", { name: rating.agent.name })}</span>
        {rating.reasons.map((reason) => (
          <span key={reason} class="tag">
            {reason}
          </span>
        ))}
      </p>
      <Comment rating={rating} />
    </section>
  );
}

function Comment({ rating: { comment } }: { readonly rating: Rating }) {
  if (comment === "") return null;
  return (
    <blockquote class="rating-comment" dir="auto" tabIndex={0}>
      {comment}
    </blockquote>
  );
}
