/** The views of the desk: conversations, visitors, what has been, and the board for supervisors. */
import { t } from "../i18n/text.ts";
import { Icon, type IconName } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";

export function ViewSwitch() {
  const desk = useDesk();
  const board = desk.board.shown.value && desk.leads();
  const visitors = !board && desk.visitors.shown.value;
  const past = !board && desk.past.shown.value;
  const panes = !board && !visitors && !past;
  const offers = desk.offers.value.length;
  return (
    <nav class="views" aria-label={t("board.views")}>
      <View shown={panes} icon="chat" onShow={() => desk.showBoard(false)}>
        {/* What rings there is not seen from the others. */}
        {!panes && offers > 0 ? t("board.desk_offers", { n: offers }) : t("board.desk")}
      </View>
      <View shown={visitors} icon="people" onShow={() => desk.showVisitors(true)}>
        {t("visitors.heading")}
      </View>
      <View shown={past} icon="clock" onShow={() => desk.showPast(true)}>
        {t("past.heading")}
      </View>
      {desk.leads() ? (
        <View shown={board} icon="board" onShow={() => desk.showBoard(true)}>
          {t("board.board")}
        </View>
      ) : null}
    </nav>
  );
}

interface ViewProps {
  readonly shown: boolean;
  readonly icon: IconName;
  readonly onShow: () => void;
  readonly children: string;
}

function View({ shown, icon, onShow, children }: ViewProps) {
  return (
    <button type="button" class="view" aria-current={shown ? "page" : undefined} onClick={onShow}>
      <Icon name={icon} />
      {children}
    </button>
  );
}
