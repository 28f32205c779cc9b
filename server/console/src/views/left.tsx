/** Marks a message that was left: nobody waits on the other side, but somebody can be reached. */
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { contactOf } from "../state/selectors.ts";
import type { Conversation } from "../state/wire.ts";

export function LeftMark({ row }: { readonly row: Conversation }) {
  if (row.left !== true) return null;
  return (
    <span class="left-mark">
      <Icon name="mail" />
      {t("left.mark")}
    </span>
  );
}

/** How to reach who left it. */
export function LeftContact({ row }: { readonly row: Conversation }) {
  const contact = contactOf(row.visitor);
  if (row.left !== true || contact === null) return null;
  return (
    <span class="left-contact" title={t("left.reach", { contact })}>
      {contact}
    </span>
  );
}
