import { type CSSProperties, type MouseEvent, useMemo, useRef, useState } from "react";
import type { BoardAnswer, BoardBlock, BoardCard, BoardResource } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { MINUTE } from "../../base/now";
import { classes } from "../../design/classes";
import { type Axis, axisOf, clockAt, minuteOf, momentAt, placeOf } from "./axis";
import { besideEachOther, itemsOf } from "./beside";
import { todayOf, useDays } from "./days";
import { NowDown } from "./NowDown";
import type { CardItem, Item } from "./rows";
import { nearestLength, type Target, type Verdict, verdictOf } from "./rules";
import { TimeBox } from "./TimeBox";
import { useDrag } from "./useDrag";

const LABELS = 48;
const HEAD = 40;
const GRIP = 12;
const STEP = 15;

interface Props {
  board: BoardAnswer;
  me: BoardResource;
  moving: ReadonlySet<string>;
  onCard: (card: BoardCard) => void;
  onBlock: (block: BoardBlock) => void;
  onPlace: (start: number) => void;
  onMove: (card: BoardCard, target: Target) => void;
}

interface Drag {
  item: CardItem;
  target: Target;
  verdict: Verdict;
}

/** Days beside each other, time downwards: cards are dragged, and stretched at their end. */
export function TimeColumns(props: Props) {
  const { board, me, moving, onCard, onBlock, onPlace, onMove } = props;
  const { t } = useLanguage();
  const days = useDays();
  const root = useRef<HTMLDivElement>(null);
  const axis = useMemo(() => axisOf(board, 56), [board]);
  const items = useMemo(() => itemsOf(board), [board]);
  const beside = useMemo(() => besideEachOther(items), [items]);
  // Which room it is, of a studio that has some.
  const where = (ids: readonly string[]) =>
    board.resources.length > 1
      ? board.resources.flatMap(({ id, name }) => (ids.includes(id) ? [name] : [])).join(", ")
      : "";
  const open = me.open.length > 0 ? me.open : board.resources.flatMap((one) => one.open);
  const [drag, setDrag] = useState<Drag>();
  const grip = useRef<{ item: CardItem; stretch: boolean; off: number }>(undefined);
  const count = axis.days.length;
  /** How far along the axis a point of the screen lies. */
  const along = (x: number, y: number) => {
    const box = root.current?.getBoundingClientRect() ?? { left: 0, top: 0, width: 1 };
    const { scrollTop = 0 } = root.current ?? {};
    const wide = (box.width - LABELS) / count;
    const column = Math.min(Math.max(Math.floor((x - box.left - LABELS) / wide), 0), count - 1);
    const down = Math.min(Math.max(y - box.top + scrollTop - HEAD, 0), axis.day);
    return { column, down };
  };
  const momentIn = (column: number, down: number) =>
    momentAt(axis, column * axis.day + Math.min(Math.max(down, 0), axis.day - 0.01));
  const hand = {
    grip: (target: Element, x: number, y: number) => {
      const box = target.closest<HTMLElement>("[data-card]");
      const item = items.find(({ key }) => key === box?.dataset.key);
      if (item?.type !== "card" || !item.card.canMove) return undefined;
      return () => {
        const bottom = box?.getBoundingClientRect().bottom ?? y;
        const { column, down } = along(x, y);
        const off = column * axis.day + down - placeOf(axis, item.start);
        grip.current = { item, stretch: y > bottom - GRIP, off };
      };
    },
    move: (x: number, y: number) => {
      if (!grip.current) return;
      const { item, stretch, off } = grip.current;
      const { column, down } = along(x, y);
      const start = stretch
        ? item.start
        : onStep(axis, momentIn(column, down - off), step(board, item));
      const length = stretch
        ? nearestLength(board, item.card, momentIn(column, down) - item.start)
        : item.end - item.start;
      const { resourceId } = item.taking;
      const target = { start, end: start + length, from: resourceId, to: resourceId };
      const verdict = verdictOf(board, axis, item.card, target, serverClock.now());
      setDrag({ item, target, verdict });
    },
    drop: () => {
      if (drag && (drag.target.start !== drag.item.start || drag.target.end !== drag.item.end))
        onMove(drag.item.card, drag.target);
      setDrag(undefined);
    },
    cancel: () => setDrag(undefined),
  };
  const { onPointerDown, wasDragged } = useDrag(root, hand);
  const click = (event: MouseEvent<HTMLElement>) => {
    if (wasDragged()) return;
    const key = (event.target as Element).closest<HTMLElement>("[data-key]")?.dataset.key;
    const item = items.find((one) => one.key === key);
    if (item?.type === "card") onCard(item.card);
    else if (item?.type === "block") onBlock(item.block);
    else if ((event.target as Element).closest("[data-day]")) {
      const { column, down } = along(event.clientX, event.clientY);
      onPlace(onStep(axis, momentIn(column, down), 30, Math.floor));
    }
  };
  const hours = axis.days[0]?.hours.slice(axis.from, axis.until) ?? [];
  const today = todayOf(board);
  return (
    <section
      ref={root}
      aria-label={t("own.calendar")}
      onClick={click}
      onKeyDown={(event) => event.key === "Escape" && setDrag(undefined)}
      onPointerDown={onPointerDown}
      className="relative isolate max-h-[calc(100dvh-14rem)] min-h-96 overflow-x-hidden overflow-y-auto rounded-m border border-line"
    >
      <div
        className="relative grid"
        style={
          {
            gridTemplateColumns: `${LABELS}px repeat(${count}, minmax(0, 1fr))`,
            "--hour": `${axis.hour}px`,
          } as CSSProperties
        }
      >
        <div className="sticky top-0 z-10 bg-paper" style={{ height: HEAD }} />
        {axis.days.map(({ day }) => (
          <div
            key={day}
            className="@container sticky top-0 z-10 border-b border-l border-line bg-paper px-1 pt-0.5 text-13 leading-4 font-medium"
            style={{ height: HEAD }}
          >
            {count > 1 ? (
              <>
                <span className="block truncate text-ink-soft">{days.weekday(day)}</span>
                <span
                  className={classes("tabular", day === today && "font-semibold text-accent")}
                  aria-current={day === today ? "date" : undefined}
                >
                  {days.number(day)}
                </span>
              </>
            ) : (
              <span className="block pt-2">{days.short(day)}</span>
            )}
          </div>
        ))}
        <div aria-hidden="true" className="relative" style={{ height: axis.day }}>
          {hours.map((hour, number) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: an hour may come twice
              key={number}
              className="tabular absolute right-1 text-13 text-ink-soft"
              style={{ top: number * axis.hour }}
            >
              {hour}
            </span>
          ))}
        </div>
        {axis.days.map((day, column) => {
          const place = (start: number, end: number) => {
            const top = Math.max(placeOf(axis, start) - column * axis.day, 0);
            const bottom = Math.min(placeOf(axis, end) - column * axis.day, axis.day);
            return { top, height: Math.max(bottom - top, 0) };
          };
          const here = (start: number, end: number) => start < day.end && end > day.start;
          const shut = !open.some(({ start, end }) => here(Date.parse(start), Date.parse(end)));
          return (
            <div
              key={day.day}
              data-day={day.day}
              className="board-closed @container/day relative border-l border-line"
              style={{ height: axis.day }}
            >
              {open.map((span, number) => {
                const [start, end] = [Date.parse(span.start), Date.parse(span.end)];
                return (
                  here(start, end) && (
                    <span
                      // biome-ignore lint/suspicious/noArrayIndexKey: rooms have the same hours
                      key={number}
                      aria-hidden="true"
                      className="board-open-down absolute inset-x-0"
                      style={place(start, end)}
                    />
                  )
                );
              })}
              {shut && (
                <p className="pointer-events-none sticky top-12 pt-2 text-center text-13 text-ink-soft">
                  <span className="sr-only">{days.long(day.day)}: </span>
                  {/* In a week on a phone there is no room for the word; how it is drawn says it. */}
                  <span className="sr-only rounded-s bg-paper @min-[4.5rem]/day:not-sr-only @min-[4.5rem]/day:px-1.5 @min-[4.5rem]/day:py-0.5">
                    {t("own.closedDay")}
                  </span>
                </p>
              )}
              {items.map(
                (item) =>
                  here(item.start, item.end) && (
                    <TimeBox
                      key={item.key}
                      item={item}
                      axis={axis}
                      beside={beside.get(item.key)}
                      where={where(idsOf(item))}
                      look={place(item.start, item.end)}
                      around={item.type === "card" ? place(item.from, item.until) : undefined}
                      faint={
                        item.type === "card" &&
                        (item.card.id === drag?.item.card.id || moving.has(item.card.id))
                      }
                    />
                  ),
              )}
              {day.day === today && <NowDown axis={axis} column={column} />}
              {drag && here(drag.target.start, drag.target.end) && (
                <div
                  aria-hidden="true"
                  className={classes(
                    "pointer-events-none absolute inset-x-1 z-[6] overflow-hidden rounded-s border-2 px-1 text-13 leading-4 shadow-over",
                    drag.verdict === "free"
                      ? "border-free bg-free-soft text-free"
                      : "border-danger bg-danger-soft text-danger",
                  )}
                  style={place(drag.target.start, drag.target.end)}
                >
                  <b className="tabular">
                    {clockAt(axis, drag.target.start)}–{clockAt(axis, drag.target.end)}
                  </b>{" "}
                  <span data-verdict={drag.verdict}>{t(`board.verdict.${drag.verdict}`)}</span>
                </div>
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** What of the board an item lies over. */
function idsOf(item: Item): string[] {
  if (item.type === "card") return item.card.takes.map(({ resourceId }) => resourceId);
  return item.type === "block" ? [item.block.resourceId] : [];
}

function step(board: BoardAnswer, item: CardItem): number {
  const service = board.services.find(({ id }) => id === item.card.serviceId);
  return service && service.fixed.length === 0 ? service.step : STEP;
}

/** To a whole step of what the clock shows. */
function onStep(axis: Axis, at: number, minutes: number, round = Math.round): number {
  const minute = minuteOf(axis, at);
  return at + (round(minute / minutes) * minutes - minute) * MINUTE;
}
