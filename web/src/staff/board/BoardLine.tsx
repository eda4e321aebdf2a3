import { memo } from "react";
import { classes } from "../../design/classes";
import { type Axis, clockAt, placeOf } from "../../rooms/studio/axis";
import { cardLook } from "../../rooms/studio/looks";
import type { BlockItem, BoardRow, CardItem, GapItem, Item } from "../../rooms/studio/rows";
import { heightOf, LANE, NAMES } from "./layout";
import type { BoardWords } from "./useBoardWords";

interface Props {
  row: BoardRow;
  top: number;
  axis: Axis;
  left: number;
  right: number;
  /** The key that has the keyboard's focus, if it is in this row. */
  active: string | undefined;
  /** The booking that is dragged. */
  dragged: string | undefined;
  /** Those on their way to another place. */
  moving: ReadonlySet<string>;
  words: BoardWords;
}

/** One clip for each, and no more: what is clipped, and by round corners above all, is what
 * scrolling costs. */
const ITEM = "absolute rounded-s text-left text-13 leading-4 select-none";
const WORDS = "block h-full w-full overflow-hidden whitespace-pre";

/** The time of one resource: its hours, and on them what is booked, blocked, or left. */
export const BoardLine = memo(function BoardLine(props: Props) {
  const { row, top, axis, left, right, active, dragged, moving, words } = props;
  const { resource } = row;
  const near = (start: number, end: number) =>
    placeOf(axis, end) >= left && placeOf(axis, start) <= right;
  const items = row.items.filter(
    (item) =>
      item.key === active ||
      (item.type === "card" ? near(item.from, item.until) : near(item.start, item.end)),
  );
  const kind = words.kinds[resource.kind];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds no time
    <div
      role="group"
      aria-label={[resource.name, kind, row.place].filter(Boolean).join(", ")}
      data-row={resource.id}
      className="board-closed absolute border-b border-line"
      style={{ top, left: NAMES, height: heightOf(row), width: axis.length }}
    >
      {row.open
        .filter(({ start, end }) => near(start, end))
        .map(({ start, end }) => (
          <span
            key={start}
            aria-hidden="true"
            className="board-open absolute inset-y-0"
            style={spread(axis, start, end)}
          />
        ))}
      {row.wholes
        .filter(({ start, end }) => near(start, end))
        .map(({ key, start, end, card }) => (
          <span
            key={key}
            className={classes(
              ITEM,
              "board-block inset-y-1 border border-line-strong px-1.5 py-1 text-ink-soft",
            )}
            style={spread(axis, start, end)}
          >
            <span className={WORDS}>
              <span className="bg-paper px-1">{`${words.whole}\n${card.number}`}</span>
            </span>
          </span>
        ))}
      {items.map((item) => {
        const box = { axis, words, focus: item.key === active ? 0 : -1 } as const;
        if (item.type === "gap") return <GapBox key={item.key} item={item} {...box} />;
        if (item.type === "block") return <BlockBox key={item.key} item={item} {...box} />;
        const faint = item.card.id === dragged || moving.has(item.card.id);
        return <CardBox key={item.key} item={item} faint={faint} {...box} />;
      })}
    </div>
  );
});

interface NameProps extends Pick<Props, "row" | "top" | "words"> {
  focus: 0 | -1;
}

/** Whose time the row is. All names stick to the edge together. */
export const BoardName = memo(function BoardName({ row, top, words, focus }: NameProps) {
  const { id, name, kind } = row.resource;
  return (
    <button
      type="button"
      data-key={`row/${id}`}
      data-row={id}
      tabIndex={focus}
      aria-label={`${[name, row.place].filter(Boolean).join(", ")}: ${words.block}`}
      className="absolute inset-x-0 flex flex-col justify-center border-b border-line px-3 text-left hover:bg-sunken focus-visible:outline-offset-[-2px]"
      style={{ top, height: heightOf(row) }}
    >
      <span className="line-clamp-2 w-full text-13 font-medium wrap-anywhere">{name}</span>
      <span className="w-full truncate text-13 text-ink-soft">
        {row.place ?? words.kinds[kind]}
      </span>
    </button>
  );
});

function spread(axis: Axis, start: number, end: number) {
  const left = placeOf(axis, start);
  return { left, width: Math.max(placeOf(axis, end) - left, 0) };
}

const timesOf = (axis: Axis, { start, end }: Item) =>
  `${clockAt(axis, start)}–${clockAt(axis, end)}`;

interface BoxProps<T> {
  item: T;
  axis: Axis;
  focus: 0 | -1;
  words: BoardWords;
}

/** Narrower than this it says only when it begins. */
const BOTH_TIMES = 108;
const SOME_WORDS = 72;

const CardBox = memo(function CardBox(props: BoxProps<CardItem> & { faint: boolean }) {
  const { item, axis, focus, faint, words } = props;
  const { card, from, until, lane, taking } = item;
  const top = lane * LANE + 4;
  const place = spread(axis, item.start, item.end);
  const client = card.client ?? words.guest;
  const red = card.conflicts.some(({ resourceId }) => resourceId === taking.resourceId);
  const times = timesOf(axis, item);
  const said = [times, card.serviceName, client, words.statuses[card.status]];
  return (
    <>
      {(from < item.start || until > item.end) && (
        <span
          aria-hidden="true"
          className="board-buffer absolute rounded-s"
          style={{ ...spread(axis, from, until), top: top + 6, height: LANE - 12 }}
        />
      )}
      <button
        type="button"
        data-key={item.key}
        data-card={card.id}
        aria-busy={faint || undefined}
        tabIndex={focus}
        aria-label={(red ? [...said, words.atOdds] : said).join(", ")}
        className={classes(
          ITEM,
          "z-[1] border border-l-4 px-1.5 py-1 hover:z-[2] hover:shadow-over",
          cardLook(card, taking.resourceId),
          card.canMove && "board-card cursor-grab touch-manipulation",
          faint && "opacity-40",
        )}
        style={{ ...place, top, height: LANE }}
      >
        <span className={WORDS}>
          <b className="tabular font-medium">
            {red && "! "}
            {place.width < BOTH_TIMES ? times.slice(0, 5) : times}
          </b>
          {`\n${card.serviceName}\n${client}`}
        </span>
      </button>
    </>
  );
});

const BlockBox = memo(function BlockBox({ item, axis, focus, words }: BoxProps<BlockItem>) {
  const { block } = item;
  const said = `${timesOf(axis, item)}, ${words.blocked}`;
  return (
    <button
      type="button"
      data-key={item.key}
      tabIndex={focus}
      aria-label={block.note ? `${said}: ${block.note}` : said}
      className={classes(
        ITEM,
        "board-block inset-y-1 border border-line-strong px-1.5 py-1 text-ink-soft",
        block.soft && "border-dashed",
      )}
      style={spread(axis, item.start, item.end)}
    >
      <span className={WORDS}>
        <span className="bg-paper px-1">{block.note || words.blocked}</span>
      </span>
    </button>
  );
});

const GapBox = memo(function GapBox({ item, axis, focus, words }: BoxProps<GapItem>) {
  const place = spread(axis, item.start, item.end);
  const fits = words.fits(item.gap.fits);
  return (
    <button
      type="button"
      data-key={item.key}
      tabIndex={focus}
      aria-label={`${timesOf(axis, item)}, ${words.free}: ${fits}`}
      className={classes(
        ITEM,
        "inset-y-1 border border-dashed border-transparent px-1.5 text-free",
        "hover:border-free hover:bg-free-soft focus-visible:border-free",
      )}
      style={place}
    >
      {place.width >= SOME_WORDS && <span className={classes(WORDS, "pt-4")}>{`+ ${fits}`}</span>}
    </button>
  );
});
