/** The live board: alarms, the wall of queues, conversations by risk, agents. */
import { useEffect, useRef, useState } from "preact/hooks";
import { locale, t } from "../../i18n/text.ts";
import { Icon } from "../../kit/icon.tsx";
import { useDesk } from "../../state/desk.ts";
import { time } from "../../time/format.ts";
import { AgentTable } from "./agents.tsx";
import { AlarmStrip } from "./alarms.tsx";
import { ConversationTable } from "./conversations.tsx";
import { QueueWall } from "./queues.tsx";

export function BoardPage() {
  const desk = useDesk();
  const page = useRef<HTMLElement>(null);
  const board = desk.board.board.value;
  return (
    <main ref={page} class="board" id="conversation" tabIndex={-1}>
      <header class="board-header">
        <h2>{t("board.heading")}</h2>
        <ServerTime />
        <FullScreen of={page} />
      </header>
      {board === null ? (
        <p class="board-wait" role="status">
          {t("board.loading")}
        </p>
      ) : (
        <>
          <AlarmStrip />
          <QueueWall board={board} />
          <div class="board-tables">
            <ConversationTable board={board} />
            <AgentTable board={board} />
          </div>
        </>
      )}
    </main>
  );
}

function ServerTime() {
  const now = useDesk().parts.ticker.now.value;
  return (
    <span class="board-now">
      {t("board.now")} <strong>{time(now, locale.value)}</strong>
    </span>
  );
}

function FullScreen({ of }: { readonly of: { readonly current: HTMLElement | null } }) {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const read = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", read);
    return () => document.removeEventListener("fullscreenchange", read);
  }, []);
  // A browser that refuses leaves the page as it is.
  const toggle = (): void => {
    const done = full ? document.exitFullscreen() : of.current?.requestFullscreen();
    done?.catch(() => {});
  };
  return (
    <button type="button" class="button" onClick={toggle}>
      <Icon name={full ? "collapse" : "expand"} />
      {t(full ? "board.leave_fullscreen" : "board.fullscreen")}
    </button>
  );
}
