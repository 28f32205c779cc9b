/** Marks a message that was left: nobody waits on the other side, but somebody can be reached. */
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { contactOf } from "../state/selectors.ts";
import type { Conversation } from "../state/wire.ts";

export function LeftMark({ row }: { readonly row: Conversation }) {
  if (row.left !== true) return null;
  const contact = contactOf(row.visitor);
  return (
    <span class="left-mark">
      <Icon name="mail" />
      <strong>{t("left.mark")}</strong>
      {contact === null ? null : (
        <span title={t("left.reach", { contact })}>
          <span aria-hidden="true">· </span>
          {contact}
        </span>
      )}
    </span>
  );
}

/** The same, above the conversation. */
export function LeftLine({ row }: { readonly row: Conversation }) {
  if (row.left !== true) return null;
  return (
    <div class="left-line">
      <LeftMark row={row} />
    </div>
  );
}
