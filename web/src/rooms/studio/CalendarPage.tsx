import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { renew } from "../../base/api/queries";
import type { BoardAnswer, BoardBlock, BoardCard } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { useMedia } from "../../base/media";
import { Button, ButtonLink, IconButton } from "../../design/Button";
import { Select } from "../../design/Field";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { ownQuestionsPath } from "../booking/QuestionsDialog";
import { ownReceiptPath, ReceiptDialog } from "../booking/ReceiptDialog";
import { WriteDialog } from "../conversations/WriteFirst";
import { RequestsHere } from "../requests/RequestsHere";
import { BlockDialog, LiftDialog } from "./BlockDialog";
import { BookDialog } from "./BookDialog";
import { CancelSession, mayCancel } from "./CancelSession";
import { CardDialog } from "./CardDialog";
import { ClientNote } from "./ClientNote";
import { Decisions } from "./Decisions";
import { dayAfter, monthOf, todayIn, useDays } from "./days";
import { useRenewed } from "./live";
import { Month } from "./Month";
import { MoveDialog } from "./MoveDialog";
import { OwnPage } from "./OwnPage";
import { CALENDAR, CLIENTS, CONVERSATIONS, calendarQuery } from "./own";
import { firstLeft, hourToBlock, servedBy, takesPhotographer } from "./rules";
import { SendLink } from "./SendLink";
import { mondayOf } from "./scheduleForm";
import { TakeCash } from "./TakeCash";
import { TimeColumns } from "./TimeColumns";
import { useCardMoves } from "./useCardMoves";
import { WhoCame } from "./WhoCame";

const route = getRouteApi("/my/calendar");
const SPANS = ["day", "week", "month"] as const;
const HOUR = 3_600_000;
const BOOKINGS = "/studio/bookings";

/** The own day, week or month of a photographer, or of a studio with its rooms. */
export function CalendarPage() {
  const { t } = useLanguage();
  return (
    <OwnPage title={t("own.calendar")}>
      <div className="space-y-6">
        <RequestsHere />
        <Decisions />
        <Calendar />
      </div>
    </OwnPage>
  );
}

function Calendar() {
  const { t } = useLanguage();
  const names = useDays();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // A week needs room: on a phone it begins with the day.
  const wide = useMedia("(width >= 64rem)");
  const span = search.span ?? (wide && !search.day ? "week" : "day");
  const day = search.day ?? todayIn(undefined);
  const [first, count] =
    span === "month" ? monthOf(day) : span === "week" ? [mondayOf(day), 7] : [day, 1];
  const query = useQuery({
    ...calendarQuery(first, count),
    placeholderData: (before) => before,
  });
  const change = (next: typeof search) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const go = (steps: number) =>
    change({
      day: dayAfter(span === "month" ? dayAfter(first, 15) : day, steps * (count > 7 ? 30 : count)),
      span,
    });
  const title =
    span === "month"
      ? names.month(dayAfter(first, 15))
      : span === "week"
        ? `${names.short(first)} – ${names.short(dayAfter(first, 6))}`
        : names.long(day);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <IconButton icon="left" label={t("board.before")} onClick={() => go(-1)} />
        <Button size="s" onClick={() => change({ day: undefined, span })}>
          {t("board.today")}
        </Button>
        <IconButton icon="right" label={t("board.after")} onClick={() => go(1)} />
        <h2 className="tabular grow text-18 font-semibold" aria-live="polite">
          {title}
        </h2>
        <Select
          dense
          bare
          label={t("board.span")}
          value={span}
          items={SPANS}
          nameOf={(one) => t(`board.spans.${one}`)}
          onChoose={(one) => change({ span: one })}
          className="w-32"
        />
      </div>
      <Loaded query={query} loading={<Skeleton className="h-[32rem] w-full" />}>
        {(board) =>
          span === "month" ? (
            <Month
              board={board}
              month={dayAfter(first, 15).slice(0, 7)}
              onDay={(one) => change({ day: one, span: "day" })}
            />
          ) : (
            <Times board={board} />
          )
        }
      </Loaded>
    </div>
  );
}

type Open =
  | { type: "card" | "move" | "receipt" | "write" | "link" | "cancel"; id: string }
  | { type: "block"; block: BoardBlock }
  | { type: "book" | "place"; start: number };

/** Pictures are sent of what took place, or takes place now. */
const owes = ({ status, due }: BoardCard) =>
  due > 0 && ["confirmed", "in_progress", "completed"].includes(status);
/** Whose booking ever stood is a client of one's own. */
const STOOD = ["confirmed", "in_progress", "completed", "no_show"];
const hasBegun = ({ status, start }: BoardCard) =>
  status === "completed" ||
  (["confirmed", "in_progress"].includes(status) && Date.parse(start) <= serverClock.now());

function Times({ board }: { board: BoardAnswer }) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>();
  const me = board.resources[0];
  const ids = board.resources.map(({ id }) => id);
  useRenewed(ids, CALENDAR);
  const again = () => renew(CALENDAR);
  const { shown, moving, go } = useCardMoves({ board, path: BOOKINGS, others: false, again });
  if (!me) return null;
  const close = () => setOpen(undefined);
  const serves = servedBy(board, me, 0).length > 0;
  const mayBook = (start: number) => serves && start >= serverClock.now();
  const card = open && "id" in open ? board.bookings.find(({ id }) => id === open.id) : undefined;
  // What is between a photographer and a client is not the studio's.
  const isTheirs = card && !(me.kind === "studio" && takesPhotographer(board, card));
  return (
    <>
      <TimeColumns
        board={shown}
        me={me}
        moving={moving}
        onCard={({ id }) => setOpen({ type: "card", id })}
        onBlock={(block) => setOpen({ type: "block", block })}
        onPlace={(start) => setOpen({ type: mayBook(start) ? "book" : "place", start })}
        onMove={go}
      />
      <div className="flex flex-wrap gap-2">
        {serves && (
          <Button
            kind="primary"
            onClick={() => setOpen({ type: "book", start: firstLeft(me, serverClock.now()) })}
          >
            {t("own.book")}
          </Button>
        )}
        <Button
          onClick={() =>
            setOpen({ type: "place", start: hourToBlock(board, me, serverClock.now()) })
          }
        >
          {t("board.block")}
        </Button>
      </div>
      {open?.type === "book" && (
        <BookDialog
          board={board}
          me={me}
          start={open.start}
          onDone={() => renew(CALENDAR, CLIENTS)}
          onBlock={() => setOpen({ type: "place", start: open.start })}
          onClose={close}
        />
      )}
      {open?.type === "block" && (
        <LiftDialog
          block={open.block}
          name={board.resources.find(({ id }) => id === open.block.resourceId)?.name ?? me.name}
          onDone={again}
          onClose={close}
        />
      )}
      {open?.type === "place" && (
        <BlockDialog
          resource={me}
          clock={board.clocks[me.zone] ?? []}
          start={open.start}
          end={open.start + HOUR}
          onDone={again}
          onClose={close}
        />
      )}
      {open?.type === "card" && card && (
        <CardDialog
          card={card}
          answersAt={isTheirs ? ownQuestionsPath(card.id) : undefined}
          onMove={() => setOpen({ type: "move", id: card.id })}
          onClose={close}
          actions={
            <>
              {card.client && (
                <Button onClick={() => setOpen({ type: "write", id: card.id })}>
                  {t("messages.write")}
                </Button>
              )}
              {hasBegun(card) && isTheirs && (
                <ButtonLink to="/my/pictures/$bookingId" params={{ bookingId: card.id }}>
                  {t("own.pictures")}
                </ButtonLink>
              )}
              {(card.status === "held" || (owes(card) && isTheirs)) && (
                <Button onClick={() => setOpen({ type: "link", id: card.id })}>
                  {t("own.toPay")}
                </Button>
              )}
              {["completed", "no_show"].includes(card.status) && (
                <Button onClick={() => setOpen({ type: "receipt", id: card.id })}>
                  {t("receipt.open")}
                </Button>
              )}
              {isTheirs && mayCancel(card) && (
                <Button onClick={() => setOpen({ type: "cancel", id: card.id })}>
                  {t("own.cancel")}
                </Button>
              )}
            </>
          }
        >
          {card.clientId && STOOD.includes(card.status) && (
            <ClientNote clientId={card.clientId} note={card.clientNote ?? ""} />
          )}
          <WhoCame card={card} onDone={again} />
          {owes(card) && hasBegun(card) && isTheirs && <TakeCash card={card} onDone={again} />}
        </CardDialog>
      )}
      {open?.type === "write" && card && (
        <WriteDialog
          place={CONVERSATIONS}
          order={card.orderId}
          name={card.number}
          onWritten={(conversationId) =>
            void navigate({ to: "/my/messages/$conversationId", params: { conversationId } })
          }
          onClose={close}
        />
      )}
      {open?.type === "link" && card && (
        <SendLink
          held={{ bookingId: card.id }}
          rest={owes(card) ? formats.price(card.due, card.currency) : undefined}
          name={card.client ?? t("word.guest")}
          onClose={close}
        />
      )}
      {open?.type === "cancel" && card && (
        <CancelSession card={card} onDone={() => renew(CALENDAR, CLIENTS)} onClose={close} />
      )}
      {open?.type === "receipt" && card && (
        <ReceiptDialog path={ownReceiptPath(card.id)} booking={card} onClose={close} />
      )}
      {open?.type === "move" && card && (
        <MoveDialog
          board={board}
          card={card}
          path={BOOKINGS}
          others={false}
          onMoved={again}
          onClose={close}
        />
      )}
    </>
  );
}
