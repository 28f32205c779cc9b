/** Supervisors choose between the conversations and the board. */
import { t } from "../../i18n/text.ts";
import { Icon } from "../../kit/icon.tsx";
import { useDesk } from "../../state/desk.ts";

export function ViewSwitch() {
  const desk = useDesk();
  const { shown } = desk.board;
  const offers = desk.offers.value.length;
  const show = (board: boolean): void => {
    desk.showBoard(board);
  };
  return (
    <nav class="views" aria-label={t("board.views")}>
      <button
        type="button"
        class="view"
        aria-current={shown.value ? undefined : "page"}
        onClick={() => show(false)}
      >
        <Icon name="chat" />
        {/* What rings there is not seen from the board. */}
        {shown.value && offers > 0 ? t("board.desk_offers", { n: offers }) : t("board.desk")}
      </button>
      <button
        type="button"
        class="view"
        aria-current={shown.value ? "page" : undefined}
        onClick={() => show(true)}
      >
        <Icon name="board" />
        {t("board.board")}
      </button>
    </nav>
  );
}
