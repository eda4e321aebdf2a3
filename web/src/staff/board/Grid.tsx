import {
  type CSSProperties,
  type MouseEvent,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { BoardAnswer, BoardCard } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Axis, axisOf, minuteOf, momentAt, placeOf } from "../../rooms/studio/axis";
import { type BoardRow, type CardItem, type Item, rowsOf } from "../../rooms/studio/rows";
import { nearestLength, type Target, verdictOf } from "../../rooms/studio/rules";
import { useDrag } from "../../rooms/studio/useDrag";
import { BoardHead } from "./BoardHead";
import { BoardLine, BoardName } from "./BoardLine";
import { type Drag, DragLayer } from "./DragLayer";
import { HEAD, heightOf, layoutOf, NAMES, rowAt } from "./layout";
import { NowLine } from "./NowLine";
import { useBoardWords } from "./useBoardWords";
import { useKeys } from "./useKeys";
import { useView } from "./useView";

const MINUTE = 60_000;
const USUAL_STEP = 15;
/** So near to a card's end, it is the end that is dragged. */
const GRIP = 8;

interface Props {
  board: BoardAnswer;
  today: string | undefined;
  now: () => number;
  onItem: (item: Item, row: BoardRow) => void;
  /** A place where nothing stands was chosen. */
  onPlace: (row: BoardRow, start: number) => void;
  onMove: (card: BoardCard, target: Target) => void;
  moving: ReadonlySet<string>;
}

/** Resources by time: only what the screen shows is drawn. */
export function Grid({ board, today, now, onItem, onPlace, onMove, moving }: Props) {
  const { t } = useLanguage();
  const root = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const view = useView(root, setRoom);
  const rows = useMemo(() => rowsOf(board), [board]);
  const layout = useMemo(() => layoutOf(rows), [rows]);
  const axis = useMemo(
    () => axisOf(board, board.days.length > 1 ? 72 : 88, room - NAMES - 1),
    [board, room],
  );
  const words = useBoardWords(board.services);
  const found = useMemo(
    () =>
      new Map(rows.flatMap((row) => row.items.map((item) => [item.key, { item, row }] as const))),
    [rows],
  );
  const show = useCallback(
    (row: number, at: number) => {
      const one = rows[row];
      if (root.current && one) bringIntoView(root.current, axis, layout.tops[row] ?? 0, one, at);
    },
    [rows, layout, axis],
  );
  const keys = useKeys(root, rows, show);
  const [drag, setDrag] = useState<Drag>();
  const grip = useRef<{ item: CardItem; stretch: boolean; off: number }>(undefined);
  const at = (x: number, y: number) => {
    const box = root.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const { scrollLeft = 0, scrollTop = 0 } = root.current ?? {};
    return { x: x - box.left + scrollLeft - NAMES, y: y - box.top + scrollTop - HEAD };
  };
  const hand = {
    grip: (target: Element, x: number, y: number) => {
      const box = target.closest<HTMLElement>("[data-card]");
      const item = found.get(box?.dataset.key ?? "")?.item;
      if (item?.type !== "card" || !item.card.canMove) return undefined;
      return () => {
        grip.current = {
          item,
          stretch: x > (box?.getBoundingClientRect().right ?? x) - GRIP,
          off: at(x, y).x - placeOf(axis, item.start),
        };
      };
    },
    move: (clientX: number, clientY: number) => {
      if (!grip.current) return;
      const { item, stretch, off } = grip.current;
      const { x, y } = at(clientX, clientY);
      const target = stretch
        ? stretched(board, axis, item, x)
        : moved(board, axis, item, x - off, rows[rowAt(layout, y)]);
      setDrag({ item, target, verdict: verdictOf(board, axis, item.card, target, now()) });
    },
    drop: () => {
      if (drag && changes(drag)) onMove(drag.item.card, drag.target);
      setDrag(undefined);
    },
    cancel: () => setDrag(undefined),
  };
  const { onPointerDown, wasDragged } = useDrag(root, hand);
  const first = board.days[0]?.day;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another day is looked at from its beginning
  useLayoutEffect(() => {
    const place = today === first ? placeOf(axis, now()) - 2 * axis.hour : 0;
    root.current?.scrollTo({ left: place });
  }, [first, board.days.length, room > 0]);

  const click = (event: MouseEvent<HTMLElement>) => {
    if (wasDragged()) return;
    const target = event.target as Element;
    const key = target.closest<HTMLElement>("[data-key]")?.dataset.key;
    const known = key && found.get(key);
    if (known) return onItem(known.item, known.row);
    const id = target.closest<HTMLElement>("[data-row]")?.dataset.row;
    const row = rows.find(({ resource }) => resource.id === id);
    if (!row) return;
    if (key) onPlace(row, nextHour(axis, now()));
    else
      onPlace(
        row,
        toStep(axis, momentAt(axis, at(event.clientX, event.clientY).x), 30, Math.floor),
      );
  };
  const { left, right } = view;
  const drawn = rows.flatMap((row, place) => {
    const top = layout.tops[place] ?? 0;
    const active = isIn(row, keys.active) ? keys.active : undefined;
    const seen = top <= view.bottom && top + heightOf(row) >= view.top;
    return active || seen ? [{ row, top, active }] : [];
  });
  return (
    <section
      ref={root}
      aria-label={t("board.title")}
      onClick={click}
      onKeyDown={keys.onKeyDown}
      onPointerDown={onPointerDown}
      onFocus={({ target }) => {
        const { key } = (target as HTMLElement).dataset;
        if (key) keys.setActive(key);
      }}
      className="relative isolate h-[calc(100dvh-15rem)] min-h-96 overflow-auto overscroll-contain rounded-m border border-line"
    >
      <div
        className="relative"
        style={
          {
            width: NAMES + axis.length,
            height: HEAD + layout.height,
            "--hour": `${axis.hour}px`,
          } as CSSProperties
        }
      >
        <BoardHead axis={axis} left={left} right={right} today={today} />
        <div className="absolute inset-x-0" style={{ top: HEAD }}>
          <div
            className="sticky left-0 z-10 border-r border-line bg-paper"
            style={{ width: NAMES, height: layout.height }}
          >
            {drawn.map(({ row, top, active }) => (
              <BoardName
                key={row.resource.id}
                row={row}
                top={top}
                words={words}
                focus={active === `row/${row.resource.id}` ? 0 : -1}
              />
            ))}
          </div>
          {drawn.map(({ row, top, active }) => (
            <BoardLine
              key={row.resource.id}
              row={row}
              top={top}
              axis={axis}
              left={left}
              right={right}
              active={active}
              dragged={drag?.item.card.id}
              moving={moving}
              words={words}
            />
          ))}
          <NowLine axis={axis} height={layout.height} />
          {drag && <DragLayer drag={drag} board={board} rows={rows} layout={layout} axis={axis} />}
        </div>
      </div>
    </section>
  );
}

const isIn = ({ resource, items }: BoardRow, key: string | undefined) =>
  key !== undefined && (key === `row/${resource.id}` || items.some((item) => item.key === key));

function changes({ item, target }: Drag): boolean {
  return target.from !== target.to || target.start !== item.start || target.end !== item.end;
}

/** To a whole step of what the clock shows. */
function toStep(axis: Axis, at: number, step: number, round = Math.round): number {
  const minute = minuteOf(axis, at);
  return at + (round(minute / step) * step - minute) * MINUTE;
}

/** The next whole hour, or where the board begins if it has not come to that. */
function nextHour(axis: Axis, now: number): number {
  const begin = momentAt(axis, 0);
  const last = axis.days.at(-1)?.end ?? begin;
  return begin < now && now < last ? toStep(axis, now, 60, Math.ceil) : begin;
}

function moved(
  board: BoardAnswer,
  axis: Axis,
  item: CardItem,
  x: number,
  row: BoardRow | undefined,
): Target {
  const service = board.services.find(({ id }) => id === item.card.serviceId);
  const step = service && service.fixed.length === 0 ? service.step : USUAL_STEP;
  const start = toStep(axis, momentAt(axis, x), step);
  const from = item.taking.resourceId;
  return { start, end: start + item.end - item.start, from, to: row?.resource.id ?? from };
}

function stretched(board: BoardAnswer, axis: Axis, item: CardItem, x: number): Target {
  const length = nearestLength(board, item.card, momentAt(axis, x) - item.start);
  const { resourceId } = item.taking;
  return { start: item.start, end: item.start + length, from: resourceId, to: resourceId };
}

/** Scrolls as little as shows it whole; at -1 is the row's name. */
function bringIntoView(box: HTMLElement, axis: Axis, top: number, row: BoardRow, at: number): void {
  const below = top + heightOf(row) + HEAD - box.clientHeight;
  const item = row.items[at];
  const left = item ? placeOf(axis, item.start) : box.scrollLeft;
  const right = item ? placeOf(axis, item.end) + NAMES - box.clientWidth : box.scrollLeft;
  box.scrollTo({
    top: Math.max(Math.min(box.scrollTop, top), below),
    left: Math.min(Math.max(box.scrollLeft, right), left),
  });
}
