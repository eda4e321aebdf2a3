import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { renew } from "../../base/api/queries";
import type { BoardAnswer } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { useMedia } from "../../base/media";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Loaded } from "../../design/Loaded";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { todayIn, todayOf } from "../../rooms/studio/days";
import { useRenewed } from "../../rooms/studio/live";
import type { BoardRow, Item } from "../../rooms/studio/rows";
import { useCardMoves } from "../../rooms/studio/useCardMoves";
import { BoardBar } from "./BoardBar";
import { DayList } from "./DayList";
import { DaySheet } from "./DaySheet";
import { Grid } from "./Grid";
import { type Open, Opened } from "./Opened";
import { BOARD, boardQuery } from "./queries";

const route = getRouteApi("/staff/board");
const HOUR = 3_600_000;
const now = () => serverClock.now();

/** Everybody's and everything's time beside each other. */
export function BoardPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const roomy = useMedia("(width >= 840px)");
  const printing = useMedia("print");
  const today = todayIn(search.zone);
  const day = search.day ?? today;
  const days = roomy && search.span === "week" ? 7 : 1;
  const query = useQuery({
    ...boardQuery({ ...search, day }, days),
    // Beside each other days say which they are; a list of one would be read as that of another.
    placeholderData: (before) =>
      roomy || before?.days.some((one) => one.day === day) ? before : undefined,
  });
  return (
    <div className="space-y-3">
      <BoardBar day={day} days={days} roomy={roomy} board={query.data} today={today} />
      <Loaded query={query} loading={<Skeleton className="h-[calc(100dvh-15rem)] w-full" />}>
        {(board) =>
          board.resources.length === 0 ? (
            <Blank
              icon="clock"
              title={t("board.nobody")}
              hint={t("board.nobodyHint")}
              action={
                <ButtonLink
                  needs="POST /api/staff/resources"
                  kind="primary"
                  to="/staff/resources/new"
                >
                  {t("studio.make")}
                </ButtonLink>
              }
            />
          ) : printing ? (
            <Sheet board={board} day={day} />
          ) : (
            <Board board={board} roomy={roomy} />
          )
        }
      </Loaded>
    </div>
  );
}

/** Of the day, once it is there. */
function Sheet({ board, day }: { board: BoardAnswer; day: string }) {
  const on = board.days.find((one) => one.day === day);
  return on && <DaySheet board={board} on={on} />;
}

function Board({ board, roomy }: { board: BoardAnswer; roomy: boolean }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState<Open>();
  useRenewed(
    board.resources.map(({ id }) => id),
    BOARD,
  );
  const again = () => renew(BOARD, ["staff", "bookings"]);
  const { shown, moving, go } = useCardMoves({ board, path: "/bookings", others: true, again });
  const choose = (item: Item, row: BoardRow) => {
    if (item.type === "card") setOpen({ type: "card", id: item.card.id });
    else if (item.type === "block")
      setOpen({ type: "block", block: item.block, name: row.resource.name });
    else
      setOpen({
        type: "place",
        resource: row.resource,
        start: item.start,
        end: item.end,
        gap: item.gap,
      });
  };
  return (
    <>
      {board.more && <Notice tone="held" title={t("board.tooMuch")} />}
      {roomy ? (
        <Grid
          board={shown}
          today={todayOf(board)}
          now={now}
          moving={moving}
          onItem={choose}
          onPlace={({ resource }, start) =>
            setOpen({ type: "place", resource, start, end: start + HOUR })
          }
          onMove={go}
        />
      ) : (
        <DayList board={board} onItem={choose} onCard={({ id }) => setOpen({ type: "card", id })} />
      )}
      {open && <Opened board={board} open={open} onOpen={setOpen} again={again} />}
    </>
  );
}
